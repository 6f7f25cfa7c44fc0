// lib/lang/map_grow_g.cpp: how maps get room (map.h): the first group, the first table, bigger tables, more tables.
#include <bit>

#include "lang/map_grow.h"
#include "lang/map_ops.h"
#include "lang/types.h"
#include "mem/mallocgc.h"

namespace gort {

namespace {
bool has_pointers(const map_type* t) {
  return t->key->ptrbytes || t->elem->ptrbytes || t->flags & (kMapIndirectKey | kMapIndirectElem);
}

// n groups with all slots empty. A type without a description of its groups is scanned conservatively.
uint8_t* new_groups(const map_type* t, uint64_t n) {
  uint64_t size = n * t->group_size;
  void* p = !has_pointers(t) ? mallocgc(size, nullptr, true)
            : t->group       ? mallocgc(size, t->group, true)
                             : mallocgc_scanned(size);
  uint8_t* groups = static_cast<uint8_t*>(p);
  for (uint64_t i = 0; i < n; i++) set_all_empty(groups + i * t->group_size);
  return groups;
}

void make_empty(const map_type* t, uint8_t* groups, uint64_t n) {
  gort_memclr(groups, n * t->group_size);
  for (uint64_t i = 0; i < n; i++) set_all_empty(groups + i * t->group_size);
}

constexpr uint64_t max_used(uint64_t capacity) { return capacity * kMaxLoad / kGroupSlots; }

map_table* new_table(uint64_t capacity, uint8_t depth, uint8_t* groups) {
  map_table* tab = static_cast<map_table*>(mallocgc_scanned(sizeof(map_table)));
  tab->capacity = uint16_t(capacity);
  tab->growth_left = uint16_t(max_used(capacity));
  tab->local_depth = depth;
  tab->groups = groups;
  return tab;
}
map_table* new_table(const map_type* t, uint64_t capacity, uint8_t depth) {
  return new_table(capacity, depth, new_groups(t, capacity / kGroupSlots));
}

void new_directory(hmap* m, uint8_t depth) {
  int64_t n = int64_t(1) << depth;
  m->dir = static_cast<uint8_t**>(mallocgc((uint64_t(n) * 2 + 1) * 8, &gort_type_unsafe_pointer, true));
  m->dirlen = n;
  m->global_depth = depth;
  m->global_shift = uint8_t(63 - depth);
}

// Puts tab where its index and its depth say.
void install(hmap* m, map_table* tab) {
  int64_t n = int64_t(1) << (m->global_depth - tab->local_depth);
  for (int64_t i = tab->index; i < tab->index + n; i++) {
    m->dir[i] = tab->groups;
    m->dir[m->dirlen + i] = reinterpret_cast<uint8_t*>(tab);
  }
}

void copy_slot(const map_type* t, uint8_t* to, const uint8_t* from) {
  switch (t->slot_size) {
    case 8:
      return __builtin_memcpy_inline(to, from, 8);
    case 16:
      return __builtin_memcpy_inline(to, from, 16);
    case 24:
      return __builtin_memcpy_inline(to, from, 24);
    case 32:
      return __builtin_memcpy_inline(to, from, 32);
    default:
      gort_memmove(to, from, t->slot_size);
  }
}

// Into a table without deleted slots and without this key. What is indirect stays where it is.
GORT_INLINE void put(const map_type* t, map_table* tab, const uint8_t* slot, uint64_t hash) {
  uint64_t mask = tab->capacity / kGroupSlots - 1, at = first_group(hash) & mask;
  for (uint64_t step = 1;; step++) {
    uint8_t* group = tab->groups + at * t->group_size;
    if (uint32_t empty = slots_empty(controls_of(group))) {
      copy_slot(t, slot_at(t, group, first(empty)), slot);
      group[first(empty)] = hash_byte(hash);
      tab->used++;
      tab->growth_left--;
      return;
    }
    at = (at + step) & mask;
  }
}

// All entries of `groups`, by bit `bit` of their hashes (none: 0) to one of two tables.
template <class Hash>
GORT_INLINE void move(const map_type* t, uint8_t* groups, uint64_t n, map_table* const to[2], uint64_t bit, Hash hash) {
  for (uint64_t g = 0; g < n; g++) {
    uint8_t* group = groups + g * t->group_size;
    for (uint32_t slots = slots_full(controls_of(group)); slots; slots &= slots - 1) {
      uint8_t* slot = slot_at(t, group, first(slots));
      uint64_t h = hash(slot);
      put(t, to[(h & bit) != 0], slot, h);
    }
  }
}
void move_all(const map_type* t, const hmap* m, uint8_t* groups, uint64_t n, map_table* const to[2], uint64_t bit) {
  uint64_t seed = m->seed;
  if (t->hasher == &runtime_memhash64_f && !(t->flags & kMapIndirectKey))
    move(t, groups, n, to, bit, [&](const uint8_t* slot) {
      uint64_t key;
      __builtin_memcpy(&key, slot, 8);
      return hash64(key, seed);
    });
  else if (t->hasher == &runtime_strhash_f && !(t->flags & kMapIndirectKey))
    move(t, groups, n, to, bit, [&](const uint8_t* slot) {
      go_string key;
      __builtin_memcpy(&key, slot, sizeof key);
      return memhash(key.ptr, uint64_t(key.len), seed);
    });
  else
    move(t, groups, n, to, bit, [&](uint8_t* slot) { return t->hasher->fn(t->hasher, key_in(t, slot), seed); });
}

uint8_t*& spare(hmap* m) { return m->dir[2 * m->dirlen]; }

// Groups for a table of the size that all tables of the map have.
uint8_t* spare_or_new(const map_type* t, hmap* m) {
  uint8_t* groups = spare(m);
  spare(m) = nullptr;
  return groups ? groups : new_groups(t, m->group_mask + 1u);
}

// Its entries have moved away: only an iterator can still be looking at them.
void retire(const map_type* t, hmap* m, map_table* old) {
  old->index = -1;
  if (old->walked || old->capacity / kGroupSlots != m->group_mask + 1u) return;
  make_empty(t, old->groups, m->group_mask + 1u);
  spare(m) = old->groups;
}

void replace(const map_type* t, hmap* m, map_table* old) {
  map_table* tab = new_table(old->capacity, old->local_depth, spare_or_new(t, m));
  tab->index = old->index;
  map_table* to[2] = {tab, tab};
  move_all(t, m, old->groups, old->capacity / kGroupSlots, to, 0);
  install(m, tab);
  retire(t, m, old);
}

// While the map has one table.
void grow(const map_type* t, hmap* m, map_table* old) {
  map_table* tab = new_table(t, 2u * old->capacity, 0);
  map_table* to[2] = {tab, tab};
  move_all(t, m, old->groups, old->capacity / kGroupSlots, to, 0);
  m->group_mask = tab->capacity / kGroupSlots - 1u;
  spare(m) = nullptr;
  install(m, tab);
  retire(t, m, old);
}

void double_directory(hmap* m) {
  uint8_t** dir = m->dir;
  int64_t n = m->dirlen;
  uint8_t* groups = spare(m);
  new_directory(m, uint8_t(m->global_depth + 1));
  spare(m) = groups;
  for (int64_t i = 0; i < n; i++) {
    map_table* tab = reinterpret_cast<map_table*>(dir[n + i]);
    if (tab->index == i) {
      // Its first entry: installing it writes the others too.
      tab->index = 2 * i;
      install(m, tab);
    }
  }
}

// The old table's groups are used for the next split, so that n tables have had n allocations.
void split(const map_type* t, hmap* m, map_table* old) {
  uint8_t depth = uint8_t(old->local_depth + 1);
  map_table* left = new_table(kMaxTable, depth, spare_or_new(t, m));
  map_table* right = new_table(t, kMaxTable, depth);
  map_table* to[2] = {left, right};
  move_all(t, m, old->groups, kMaxTable / kGroupSlots, to, uint64_t(1) << (64 - depth));
  if (old->local_depth == m->global_depth) double_directory(m);
  left->index = old->index;
  install(m, left);
  right->index = left->index + (int64_t(1) << (m->global_depth - depth));
  install(m, right);
  retire(t, m, old);
}
}  // namespace

void map_first_group(const map_type* t, hmap* m) { m->dir = reinterpret_cast<uint8_t**>(new_groups(t, 1)); }

void map_first_table(const map_type* t, hmap* m) {
  uint8_t* group = small_group(m);
  map_table* tab = new_table(t, 2 * kGroupSlots, 0);
  map_table* to[2] = {tab, tab};
  move_all(t, m, group, 1, to, 0);
  new_directory(m, 0);
  m->group_mask = 1;
  install(m, tab);
}

void map_rehash(const map_type* t, hmap* m, map_table* tab) {
  // With this few entries it is full of deleted slots, and as many inserts as these pay for the copying.
  if (tab->used * 8u <= tab->capacity * 5u)
    replace(t, m, tab);
  else if (tab->capacity < kMaxTable)
    grow(t, m, tab);
  else
    split(t, m, tab);
}

void allocate_indirect(const map_type* t, uint8_t* slot) {
  auto allocate = [](const type* of, uint8_t* to) {
    void* p = mallocgc(of->size, of->ptrbytes ? of : nullptr, true);
    __builtin_memcpy(to, &p, sizeof p);
  };
  if (t->flags & kMapIndirectKey) allocate(t->key, slot);
  if (t->flags & kMapIndirectElem) allocate(t->elem, slot + t->elem_off);
}

void map_reserve(const map_type* t, hmap* m, uint64_t entries) {
  uint64_t capacity;
  if (__builtin_mul_overflow(entries, kGroupSlots, &capacity)) return;
  capacity = std::bit_ceil((capacity + kMaxLoad - 1) / kMaxLoad);
  // A hint that no memory could satisfy is none.
  uint64_t bytes;
  if (__builtin_mul_overflow(capacity, t->group_size, &bytes) || bytes > kMaxAlloc) return;
  uint64_t tables = capacity <= kMaxTable ? 1 : capacity / kMaxTable;
  uint64_t each = capacity / tables;
  uint8_t depth = uint8_t(std::countr_zero(tables));
  new_directory(m, depth);
  m->group_mask = uint32_t(each / kGroupSlots - 1);
  for (uint64_t i = 0; i < tables; i++) {
    map_table* tab = new_table(t, each, depth);
    tab->index = int64_t(i);
    install(m, tab);
  }
}

void map_empty(const map_type* t, hmap* m) {
  if (m->dirlen == 0) {
    make_empty(t, small_group(m), 1);
    return;
  }
  for (int64_t i = 0; i < m->dirlen; i++) {
    map_table* tab = table_at(m, uint64_t(i));
    uint64_t full = max_used(tab->capacity);
    if (tab->index != i || tab->growth_left == full) continue;
    make_empty(t, tab->groups, tab->capacity / kGroupSlots);
    tab->used = 0;
    tab->growth_left = uint16_t(full);
  }
}

// The copy has the seed too, so that every entry stays in its slot. Keys and elements that lie outside of the slots are
// copied, since they are written in place.
hmap* map_copy(const map_type* t, const hmap* m) {
  hmap* copy = static_cast<hmap*>(mallocgc_scanned(sizeof(hmap)));
  *copy = *m;
  auto copy_groups = [&](uint8_t* from, uint64_t n) {
    uint8_t* groups = new_groups(t, n);
    gort_memmove(groups, from, n * t->group_size);
    if (!(t->flags & (kMapIndirectKey | kMapIndirectElem))) return groups;
    for (uint64_t g = 0; g < n; g++) {
      uint8_t *group = groups + g * t->group_size, *old = from + g * t->group_size;
      for (uint32_t slots = slots_full(controls_of(group)); slots; slots &= slots - 1) {
        uint8_t *slot = slot_at(t, group, first(slots)), *other = slot_at(t, old, first(slots));
        allocate_indirect(t, slot);
        gort_memmove(key_in(t, slot), key_in(t, other), t->key->size);
        gort_memmove(elem_in(t, slot), elem_in(t, other), t->elem->size);
      }
    }
    return groups;
  };
  if (m->dirlen == 0) {
    if (m->dir) copy->dir = reinterpret_cast<uint8_t**>(copy_groups(small_group(m), 1));
    return copy;
  }
  new_directory(copy, m->global_depth);
  for (int64_t i = 0; i < m->dirlen; i++) {
    const map_table* old = table_at(m, uint64_t(i));
    if (old->index != i) continue;
    map_table* tab = new_table(old->capacity, old->local_depth, copy_groups(old->groups, old->capacity / kGroupSlots));
    tab->used = old->used;
    tab->growth_left = old->growth_left;
    tab->index = i;
    install(copy, tab);
  }
  return copy;
}

}  // namespace gort
