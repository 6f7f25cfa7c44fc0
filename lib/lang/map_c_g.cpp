// See map_c.h. Checked code, as all that searches a map.
#include "lang/map_c.h"
#include "lang/map_ops.h"
#include "mem/mallocgc.h"

namespace gort {

namespace {
// A C string with its length: 16 bytes at a time, from an aligned address, so that no page is touched that the string
// is not in.
go_string measured(const void* s) {
  uint64_t start = reinterpret_cast<uint64_t>(s), at = start & ~uint64_t(15);
  __m128i zero = _mm_setzero_si128();
  auto zeros = [&](uint64_t p) {
    return uint32_t(_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_load_si128(reinterpret_cast<const __m128i*>(p)), zero)));
  };
  uint32_t found = zeros(at) >> (start & 15) << (start & 15);
  while (!found) found = zeros(at += 16);
  return {static_cast<const char*>(s), int64_t(at + first(found) - start)};
}

template <class Word>
GORT_INLINE Word word(const void* key) {
  Word w;
  __builtin_memcpy(&w, key, sizeof w);
  return w;
}

// Calls f with the key as its kind has it.
template <class F>
GORT_INLINE auto with_key(const c_map* c, const void* key, F f) {
  switch (c->keys) {
    case c_map::word32:
      return f(key32{word<uint32_t>(key)});
    case c_map::word64:
      return f(key64{word<uint64_t>(key)});
    case c_map::strings:
      return f(string_key{measured(key)});
    default:
      return f(any_key{key});
  }
}

void* put_string(c_map* c, go_string s) {
  if (c->m.used)
    if (uint8_t* slot = look_up(&c->t, &c->m, string_key{s})) return elem_in(&c->t, slot);
  char* copy = static_cast<char*>(mallocgc(uint64_t(s.len) + 1, nullptr, true));
  gort_memmove(copy, s.ptr, uint64_t(s.len));
  if (!(c->t.flags & kMapIndirectElem)) return runtime_mapassign_faststr(&c->t, &c->m, copy, s.len);
  go_string key{copy, s.len};
  return runtime_mapassign(&c->t, &c->m, &key);
}

void show(c_map_iter* it) {
  it->key = it->it.key;
  it->elem = it->it.elem;
  if (it->key && it->map->keys == c_map::strings) it->key = static_cast<const go_string*>(it->key)->ptr;
}
}  // namespace

extern "C" {
void* gort_map_get(const c_map* c, const void* key) {
  if (c->m.used == 0) return nullptr;
  uint8_t* slot = with_key(c, key, [&](const auto& k) { return look_up(&c->t, &c->m, k); });
  return slot ? elem_in(&c->t, slot) : nullptr;
}

void* gort_map_put(c_map* c, const void* key) {
  switch (c->keys) {
    case c_map::word32:
      return runtime_mapassign_fast32(&c->t, &c->m, word<uint32_t>(key));
    case c_map::word64:
      return runtime_mapassign_fast64(&c->t, &c->m, word<uint64_t>(key));
    case c_map::strings:
      return put_string(c, measured(key));
    default:
      return runtime_mapassign(&c->t, &c->m, key);
  }
}

void gort_map_delete(c_map* c, const void* key) {
  if (c->m.used == 0) return;
  with_key(c, key, [&](const auto& k) { remove(&c->t, &c->m, k); });
}

void gort_map_clear(c_map* c) { runtime_mapclear(&c->t, &c->m); }

void gort_map_first(c_map* c, c_map_iter* it) {
  it->map = c;
  runtime_mapIterStart(&c->t, &c->m, &it->it);
  show(it);
}
void gort_map_next(c_map_iter* it) {
  runtime_mapIterNext(&it->it);
  show(it);
}
}

}  // namespace gort
