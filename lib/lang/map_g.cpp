// lib/lang/map_g.cpp: maps: making, looking up, assigning, deleting, clearing (map.h).
#include "lang/constants.h"
#include "lang/map_grow.h"
#include "lang/map_ops.h"
#include "lang/panic.h"
#include "lang/type_names.h"
#include "mem/mallocgc.h"

namespace gort {

void map_misused(const char* text) {
  systemstack(fatal, text);
  __builtin_unreachable();
}
void panic_nil_map() { panic_plain_error("assignment to entry in nil map"); }

namespace {
const void* at(const void* p, uint64_t offset) { return static_cast<const uint8_t*>(p) + offset; }

// Go has two wordings of this panic; this is the one for a key that was never hashed.
[[noreturn]] void panic_unhashable(const type* t) {
  constexpr char kText[] = "hash of unhashable type: ";
  go_string name = type_string(t);
  char* text = static_cast<char*>(mallocgc(sizeof kText + uint64_t(name.len), nullptr, true));
  gort_memmove(text, kText, sizeof kText - 1);
  gort_memmove(text + sizeof kText - 1, name.ptr, uint64_t(name.len));
  panic_plain_error(text);
}

void check_value(const type* t, const void* p) {
  if (t->tflag & kTFlagRegularMemory) return;
  switch (t->kind) {
    case kind::float32:
    case kind::float64:
    case kind::complex64:
    case kind::complex128:
    case kind::string:
      return;
    case kind::interface: {
      auto* words = static_cast<const eface*>(p);
      const type* dynamic = words->typ;
      if (!dynamic) return;
      if (static_cast<const interface_type*>(t)->methods.len) dynamic = static_cast<const iface*>(p)->tab->typ;
      if (!dynamic->equal) panic_unhashable(dynamic);
      return check_value(dynamic, dynamic->tflag & kTFlagDirectIface ? &words->data : words->data);
    }
    case kind::array: {
      auto* a = static_cast<const array_type*>(t);
      for (uint64_t i = 0; i < a->len; i++) check_value(a->elem, at(p, i * a->elem->size));
      return;
    }
    case kind::struct_: {
      auto* s = static_cast<const struct_type*>(t);
      auto* fields = static_cast<const struct_field*>(s->fields.ptr);
      for (int64_t i = 0; i < s->fields.len; i++)
        if (!is_blank(fields[i])) check_value(fields[i].typ, at(p, fields[i].offset));
      return;
    }
    default:
      if (!t->equal) panic_unhashable(t);
  }
}

void* zero() { return const_cast<uint8_t*>(runtime_zeroVal); }
}  // namespace

void check_key(const map_type* t, const void* key) {
  if (t->flags & kMapHashMightPanic) check_value(t->key, key);
}

namespace {
uint8_t* look_up_any(const map_type* t, const hmap* m, const void* key) {
  if (!m || m->used == 0) {
    check_key(t, key);
    return nullptr;
  }
  return look_up(t, m, any_key{key});
}
}  // namespace

extern "C" {
hmap* runtime_makemap_small() {
  hmap* m = static_cast<hmap*>(mallocgc_scanned(sizeof(hmap)));
  m->seed = cheaprand();
  return m;
}

// buf, when given, is zero but for dir, which may be a group in a frame with all slots empty.
hmap* runtime_makemap(const map_type* t, int64_t hint, hmap* buf) {
  hmap* m = buf ? buf : runtime_makemap_small();
  if (buf) m->seed = cheaprand();
  if (hint > int64_t(kGroupSlots)) map_reserve(t, m, uint64_t(hint));
  return m;
}

const void* runtime_mapaccess1(const map_type* t, const hmap* m, const void* key) {
  uint8_t* slot = look_up_any(t, m, key);
  return slot ? elem_in(t, slot) : zero();
}

lookup_result runtime_mapaccess2(const map_type* t, const hmap* m, const void* key) {
  uint8_t* slot = look_up_any(t, m, key);
  return slot ? lookup_result{elem_in(t, slot), true} : lookup_result{zero(), false};
}

// For elements that are larger than runtime_zeroVal: the program has zeros of its own.
const void* runtime_mapaccess1_fat(const map_type* t, const hmap* m, const void* key, const void* zeros) {
  uint8_t* slot = look_up_any(t, m, key);
  return slot ? elem_in(t, slot) : zeros;
}
lookup_result runtime_mapaccess2_fat(const map_type* t, const hmap* m, const void* key, void* zeros) {
  uint8_t* slot = look_up_any(t, m, key);
  return slot ? lookup_result{elem_in(t, slot), true} : lookup_result{zeros, false};
}

void* runtime_mapassign(const map_type* t, hmap* m, const void* key) { return assign(t, m, any_key{key}); }

void runtime_mapdelete(const map_type* t, hmap* m, const void* key) {
  if (!m || m->used == 0) return check_key(t, key);
  remove(t, m, any_key{key});
}

hmap* runtime_mapclone(const map_type* t, const hmap* m) {
  if (!m) return nullptr;
  if (m->writing) map_misused("concurrent map clone and map write");
  return map_copy(t, m);
}

void runtime_mapclear(const map_type* t, hmap* m) {
  if (!m || (m->used == 0 && !m->deletions)) return;
  if (m->writing) map_misused("concurrent map writes");
  m->writing ^= 1;
  map_empty(t, m);
  m->used = 0;
  m->deletions = false;
  m->clear_seq++;
  m->seed = cheaprand();
  if (!m->writing) map_misused("concurrent map writes");
  m->writing ^= 1;
}
}

}  // namespace gort
