// lib/lang/map_fast_g.cpp: maps whose keys are 4 or 8 bytes of plain memory, or strings: the key is in registers, and
// hash and comparison need no calls. For map types whose elements lie in the slots (up to 128 bytes).
#include "lang/constants.h"
#include "lang/map_ops.h"

namespace gort {

namespace {
template <class Key>
GORT_INLINE const void* access1(const map_type* t, const hmap* m, const Key& key) {
  uint8_t* slot = m && m->used ? look_up(t, m, key) : nullptr;
  return slot ? slot + t->elem_off : runtime_zeroVal;
}
template <class Key>
GORT_INLINE lookup_result access2(const map_type* t, const hmap* m, const Key& key) {
  uint8_t* slot = m && m->used ? look_up(t, m, key) : nullptr;
  return slot ? lookup_result{slot + t->elem_off, true} : lookup_result{const_cast<uint8_t*>(runtime_zeroVal), false};
}
template <class Key>
GORT_INLINE void erase(const map_type* t, hmap* m, const Key& key) {
  if (m && m->used) remove(t, m, key);
}
}  // namespace

extern "C" {
const void* runtime_mapaccess1_fast32(const map_type* t, const hmap* m, uint32_t key) {
  return access1(t, m, key32{key});
}
const void* runtime_mapaccess1_fast64(const map_type* t, const hmap* m, uint64_t key) {
  return access1(t, m, key64{key});
}
const void* runtime_mapaccess1_faststr(const map_type* t, const hmap* m, const char* p, int64_t n) {
  return access1(t, m, string_key{{p, n}});
}
lookup_result runtime_mapaccess2_fast32(const map_type* t, const hmap* m, uint32_t key) {
  return access2(t, m, key32{key});
}
lookup_result runtime_mapaccess2_fast64(const map_type* t, const hmap* m, uint64_t key) {
  return access2(t, m, key64{key});
}
lookup_result runtime_mapaccess2_faststr(const map_type* t, const hmap* m, const char* p, int64_t n) {
  return access2(t, m, string_key{{p, n}});
}
void* runtime_mapassign_fast32(const map_type* t, hmap* m, uint32_t key) { return assign(t, m, key32{key}); }
void* runtime_mapassign_fast64(const map_type* t, hmap* m, uint64_t key) { return assign(t, m, key64{key}); }
void* runtime_mapassign_faststr(const map_type* t, hmap* m, const char* p, int64_t n) {
  return assign(t, m, string_key{{p, n}});
}
void runtime_mapdelete_fast32(const map_type* t, hmap* m, uint32_t key) { erase(t, m, key32{key}); }
void runtime_mapdelete_fast64(const map_type* t, hmap* m, uint64_t key) { erase(t, m, key64{key}); }
void runtime_mapdelete_faststr(const map_type* t, hmap* m, const char* p, int64_t n) {
  erase(t, m, string_key{{p, n}});
}
}

}  // namespace gort
