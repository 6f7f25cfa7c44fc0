// See map_c.h. Native code on the system stack.
#include "lang/map_c.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <new>

#include "lang/alg.h"
#include "lang/map_ops.h"
#include "lang/types.h"
#include "mem/malloc.h"
#include "sched/runtime2.h"

namespace gort {

extern "C" {
bool runtime_memequal_varlen(const equal_func* fv, const void* a, const void* b);
uint64_t runtime_memhash_varlen(const hash_func* fv, const void* p, uint64_t seed);
}

namespace {
constexpr uint64_t kMaxInline = 128, kMaxSize = uint64_t(1) << 30;

// Every word may be a pointer: C says nothing about it.
type plain(uint64_t size) {
  type t{};
  t.size = size;
  t.ptrbytes = size & ~uint64_t(7);
  t.align = t.field_align = uint8_t(std::min<uint64_t>(size ? uint64_t(1) << std::countr_zero(size) : 1, 8));
  return t;
}

constexpr uint64_t align_up(uint64_t v, uint64_t to) { return (v + to - 1) & ~(to - 1); }

void lay_out(c_map* c) {
  map_type& t = c->t;
  t.size = t.ptrbytes = 8;
  t.kind = kind::map;
  t.key = &c->key;
  t.elem = &c->elem;
  uint64_t key = c->key.size, elem = c->elem.size, align = std::max(c->key.align, c->elem.align);
  if (key > kMaxInline) t.flags |= kMapIndirectKey, key = align = 8;
  if (elem > kMaxInline) t.flags |= kMapIndirectElem, elem = align = 8;
  // Elements on 8 bytes, as gort.h says, but for those that are smaller.
  t.elem_off = align_up(key, elem >= 8 ? 8 : c->elem.align);
  t.slot_size = align_up(t.elem_off + std::max<uint64_t>(elem, 1), elem >= 8 ? 8 : align);
  t.group_size = align_up(8 + kGroupSlots * t.slot_size, 8);
}

// c is zero.
void begin(c_map* c, const type& key, int64_t elem_size) {
  if (elem_size < 0 || uint64_t(elem_size) > kMaxSize) throw_("gort_map_new: size of elements out of range");
  c->m.global_shift = 63;
  c->m.seed = cheaprand();
  c->key = key;
  c->elem = plain(uint64_t(elem_size));
}

void begin_plain(c_map* c, int64_t key_size, int64_t elem_size) {
  if (key_size <= 0 || uint64_t(key_size) > kMaxSize) throw_("gort_map_new: size of keys out of range");
  begin(c, plain(uint64_t(key_size)), elem_size);
  c->equal = {{runtime_memequal_varlen}, uint64_t(key_size)};
  c->hasher = {{runtime_memhash_varlen}, uint64_t(key_size)};
  c->key.equal = &c->equal.f;
  c->t.hasher = &c->hasher.f;
  lay_out(c);
  if (uint64_t(elem_size) <= kMaxInline && (key_size == 4 || key_size == 8)) {
    c->keys = key_size == 4 ? c_map::word32 : c_map::word64;
    c->key.equal = key_size == 4 ? &runtime_memequal32_f : &runtime_memequal64_f;
    c->t.hasher = key_size == 4 ? &runtime_memhash32_f : &runtime_memhash64_f;
  }
}

c_map* allocate() { return static_cast<c_map*>(gort_alloc(sizeof(c_map))); }
}  // namespace

extern "C" {
c_map* gort_map_new(int64_t key_size, int64_t elem_size) {
  c_map* c = allocate();
  begin_plain(c, key_size, elem_size);
  return c;
}

c_map* gort_map_init(void* memory, int64_t bytes, int64_t key_size, int64_t elem_size) {
  static_assert(sizeof(c_map) == 296);  // GORT_MAP_BYTES
  if (bytes < int64_t(sizeof(c_map))) throw_("gort_map_init: too little memory");
  auto* c = new (memory) c_map{};
  begin_plain(c, key_size, elem_size);
  uint64_t group_size = c->t.group_size;
  if (uint64_t(bytes) - sizeof(c_map) < group_size) return c;
  uint8_t* group = reinterpret_cast<uint8_t*>(c + 1);
  memset(group, 0, group_size);
  set_all_empty(group);
  c->m.dir = reinterpret_cast<uint8_t**>(group);
  return c;
}

c_map* gort_map_new_strings(int64_t elem_size) {
  c_map* c = allocate();
  begin(c, gort_type_string, elem_size);
  c->keys = c_map::strings;
  c->t.hasher = &runtime_strhash_f;
  lay_out(c);
  return c;
}
}

}  // namespace gort
