// lib/lang/map_ops.h: searching in a map, for the several kinds of keys; inlined into checked code.
#pragma once
#include <emmintrin.h>

#include "base/memmove.h"
#include "lang/alg.h"
#include "lang/hash.h"
#include "lang/map.h"
#include "sched/rand.h"

#define GORT_INLINE [[gnu::always_inline]] inline

namespace gort {

// ---- control bytes. A set of slots is a number with bit i for slot i.
inline constexpr uint8_t kEmpty = 0x80, kDeleted = 0xfe;  // full: seven bits of the hash
inline constexpr uint64_t kAllEmpty = 0x8080808080808080;

struct controls {
  __m128i bytes;
};
GORT_INLINE controls controls_of(const uint8_t* group) {
  return {_mm_loadl_epi64(reinterpret_cast<const __m128i*>(group))};
}
GORT_INLINE uint32_t slots_equal(controls c, __m128i byte) {
  return uint32_t(_mm_movemask_epi8(_mm_cmpeq_epi8(c.bytes, byte))) & 0xff;
}
GORT_INLINE uint32_t slots_empty(controls c) { return slots_equal(c, _mm_set1_epi8(char(kEmpty))); }
GORT_INLINE uint32_t slots_not_full(controls c) { return uint32_t(_mm_movemask_epi8(c.bytes)); }
GORT_INLINE uint32_t slots_full(controls c) { return ~slots_not_full(c) & 0xff; }
GORT_INLINE uint32_t first(uint32_t slots) { return uint32_t(__builtin_ctz(slots)); }

GORT_INLINE void set_all_empty(uint8_t* group) { __builtin_memcpy(group, &kAllEmpty, 8); }
GORT_INLINE uint8_t* slot_at(const map_type* t, uint8_t* group, uint32_t i) { return group + 8 + i * t->slot_size; }

// ---- parts of a hash
GORT_INLINE uint64_t dir_index(const hmap* m, uint64_t hash) { return hash >> 1 >> m->global_shift; }
GORT_INLINE uint64_t first_group(uint64_t hash) { return hash >> 7; }
GORT_INLINE uint8_t hash_byte(uint64_t hash) { return hash & 0x7f; }
GORT_INLINE map_table* table_at(const hmap* m, uint64_t i) {
  return reinterpret_cast<map_table*>(m->dir[uint64_t(m->dirlen) + i]);
}
GORT_INLINE uint8_t* small_group(const hmap* m) { return reinterpret_cast<uint8_t*>(m->dir); }

// ---- slots
GORT_INLINE void* through(const uint8_t* p) {
  void* to;
  __builtin_memcpy(&to, p, sizeof to);
  return to;
}
GORT_INLINE void* key_in(const map_type* t, uint8_t* slot) { return t->flags & kMapIndirectKey ? through(slot) : slot; }
GORT_INLINE void* elem_in(const map_type* t, uint8_t* slot) {
  uint8_t* elem = slot + t->elem_off;
  return t->flags & kMapIndirectElem ? through(elem) : elem;
}

// ---- kinds of keys: how one is hashed, compared with a slot's, and stored in a slot.
// By address, as the map's type says.
struct any_key {
  const void* key;
  GORT_INLINE uint64_t hash(const map_type* t, uint64_t seed) const { return t->hasher->fn(t->hasher, key, seed); }
  GORT_INLINE bool equals(const map_type* t, uint8_t* slot) const {
    return t->key->equal->fn(t->key->equal, key, key_in(t, slot));
  }
  // Equal keys may differ: +0 and -0, strings at different addresses.
  GORT_INLINE void update(const map_type* t, uint8_t* slot) const {
    if (t->flags & kMapNeedKeyUpdate) gort_memmove(key_in(t, slot), key, t->key->size);
  }
  GORT_INLINE void store(const map_type* t, uint8_t* slot) const { gort_memmove(key_in(t, slot), key, t->key->size); }
  static constexpr bool kMayBeIndirect = true;
};
// One word of memory, in a register. The type's hash function is the runtime's unless a front end has one of its own.
template <class Word, const hash_func& kHasher>
struct word_key {
  Word key;
  GORT_INLINE uint64_t hash(const map_type* t, uint64_t seed) const {
    if (t->hasher == &kHasher) return hash64(key, seed);
    return t->hasher->fn(t->hasher, &key, seed);
  }
  GORT_INLINE bool equals(const map_type*, uint8_t* slot) const {
    Word other;
    __builtin_memcpy(&other, slot, sizeof other);
    return other == key;
  }
  GORT_INLINE void update(const map_type*, uint8_t*) const {}
  GORT_INLINE void store(const map_type*, uint8_t* slot) const { __builtin_memcpy(slot, &key, sizeof key); }
  static constexpr bool kMayBeIndirect = false;
};
using key32 = word_key<uint32_t, runtime_memhash32_f>;
using key64 = word_key<uint64_t, runtime_memhash64_f>;
struct string_key {
  go_string key;
  GORT_INLINE uint64_t hash(const map_type* t, uint64_t seed) const {
    if (t->hasher == &runtime_strhash_f) return memhash(key.ptr, uint64_t(key.len), seed);
    return t->hasher->fn(t->hasher, &key, seed);
  }
  GORT_INLINE bool equals(const map_type*, uint8_t* slot) const {
    go_string other;
    __builtin_memcpy(&other, slot, sizeof other);
    return other.len == key.len && (other.ptr == key.ptr || gort_memequal(other.ptr, key.ptr, uint64_t(key.len)));
  }
  // The new one is as good, and keeps the old one's memory from being needed.
  GORT_INLINE void update(const map_type*, uint8_t* slot) const { __builtin_memcpy(slot, &key.ptr, 8); }
  GORT_INLINE void store(const map_type*, uint8_t* slot) const { __builtin_memcpy(slot, &key, sizeof key); }
  static constexpr bool kMayBeIndirect = false;
};

// ---- what is seldom needed, out of line
[[noreturn]] void map_misused(const char* text);  // fatal error: text
[[noreturn]] void panic_nil_map();
void map_first_group(const map_type* t, hmap* m);
void map_first_table(const map_type* t, hmap* m);
void map_rehash(const map_type* t, hmap* m, map_table* tab);  // makes room
void allocate_indirect(const map_type* t, uint8_t* slot);
// Nothing was to be hashed, since the map is empty, but a key that cannot be must be told all the same.
void check_key(const map_type* t, const void* key);

// ---- searching
struct place {
  uint8_t* slot;  // null: not found
  uint8_t* group;
  uint32_t index;
};

template <class Key>
GORT_INLINE place find_in_group(const map_type* t, uint8_t* group, controls c, __m128i byte, const Key& key) {
  for (uint32_t slots = slots_equal(c, byte); slots; slots &= slots - 1) {
    uint8_t* slot = slot_at(t, group, first(slots));
    if (key.equals(t, slot)) return {slot, group, first(slots)};
  }
  return {nullptr, nullptr, 0};
}

template <class Key>
GORT_INLINE place find(const map_type* t, const hmap* m, const Key& key, uint64_t hash) {
  __m128i byte = _mm_set1_epi8(char(hash_byte(hash)));
  if (m->dirlen == 0) return find_in_group(t, small_group(m), controls_of(small_group(m)), byte, key);
  uint8_t* groups = m->dir[dir_index(m, hash)];
  uint64_t mask = m->group_mask, at = first_group(hash) & mask;
  for (uint64_t step = 1;; step++) {
    uint8_t* group = groups + at * t->group_size;
    controls c = controls_of(group);
    place found = find_in_group(t, group, c, byte, key);
    if (found.slot || slots_empty(c)) return found;
    at = (at + step) & mask;
  }
}

// The slot that holds the key; null when the map has none.
template <class Key>
GORT_INLINE uint8_t* look_up(const map_type* t, const hmap* m, const Key& key) {
  if (m->writing) map_misused("concurrent map read and map write");
  return find(t, m, key, key.hash(t, m->seed)).slot;
}

// ---- inserting
template <class Key>
GORT_INLINE void* fill(const map_type* t, uint8_t* group, uint32_t index, uint64_t hash, const Key& key) {
  uint8_t* slot = slot_at(t, group, index);
  if constexpr (Key::kMayBeIndirect)
    if (t->flags & (kMapIndirectKey | kMapIndirectElem)) allocate_indirect(t, slot);
  key.store(t, slot);
  group[index] = hash_byte(hash);
  return elem_in(t, slot);
}

// The element's address, for the caller to write to; it is zero when the key is new.
template <class Key>
GORT_INLINE void* assign(const map_type* t, hmap* m, const Key& key) {
  if (!m) panic_nil_map();
  if (m->writing) map_misused("concurrent map writes");
  uint64_t hash = key.hash(t, m->seed);
  // After the hash, which may panic, and then nothing has been written.
  m->writing ^= 1;
  __m128i byte = _mm_set1_epi8(char(hash_byte(hash)));
  void* elem = nullptr;
  if (!m->dir) map_first_group(t, m);
  if (m->dirlen == 0) {
    controls c = controls_of(small_group(m));
    place found = find_in_group(t, small_group(m), c, byte, key);
    if (found.slot) {
      key.update(t, found.slot);
      elem = elem_in(t, found.slot);
    } else if (m->used < kGroupSlots) {
      m->used++;
      elem = fill(t, small_group(m), first(slots_not_full(c)), hash, key);
    } else {
      map_first_table(t, m);
    }
  }
  while (!elem) {
    uint64_t dir = dir_index(m, hash);
    uint8_t* groups = m->dir[dir];
    uint64_t mask = m->group_mask, at = first_group(hash) & mask;
    uint8_t* free_group = nullptr;  // the first one with a deleted slot on the way
    uint32_t free_index = 0;
    for (uint64_t step = 1;; step++) {
      uint8_t* group = groups + at * t->group_size;
      controls c = controls_of(group);
      place found = find_in_group(t, group, c, byte, key);
      if (found.slot) {
        key.update(t, found.slot);
        elem = elem_in(t, found.slot);
        break;
      }
      uint32_t empty = slots_empty(c);
      if (!empty) {
        if (uint32_t deleted = slots_not_full(c); deleted && !free_group) {
          free_group = group;
          free_index = first(deleted);
        }
        at = (at + step) & mask;
        continue;
      }
      map_table* tab = table_at(m, dir);
      if (!free_group) {
        if (tab->growth_left == 0) {
          map_rehash(t, m, tab);
          break;
        }
        tab->growth_left--;
        free_group = group;
        free_index = first(empty);
      }
      tab->used++;
      m->used++;
      elem = fill(t, free_group, free_index, hash, key);
      break;
    }
  }
  if (!m->writing) map_misused("concurrent map writes");
  m->writing ^= 1;
  return elem;
}

// ---- removing
GORT_INLINE void clear_slot(const map_type* t, uint8_t* slot) {
  if (t->flags & kMapIndirectKey)
    gort_memclr(slot, 8);
  else if (t->key->ptrbytes)
    gort_memclr(slot, t->key->size);
  // Also without pointers: m[k] += x reads what it finds in a new slot.
  gort_memclr(slot + t->elem_off, t->flags & kMapIndirectElem ? 8 : t->elem->size);
}

template <class Key>
GORT_INLINE void remove(const map_type* t, hmap* m, const Key& key) {
  if (m->writing) map_misused("concurrent map writes");
  uint64_t hash = key.hash(t, m->seed);
  m->writing ^= 1;
  place found = find(t, m, key, hash);
  if (found.slot) {
    clear_slot(t, found.slot);
    m->used--;
    if (m->dirlen == 0) {
      found.group[found.index] = kEmpty;
    } else {
      map_table* tab = table_at(m, dir_index(m, hash));
      tab->used--;
      // No search ever went past a group that has an empty slot.
      if (slots_empty(controls_of(found.group))) {
        found.group[found.index] = kEmpty;
        tab->growth_left++;
      } else {
        found.group[found.index] = kDeleted;
        m->deletions = true;
      }
    }
    // Whoever tries out keys that collide begins anew.
    if (m->used == 0) m->seed = cheaprand();
  }
  if (!m->writing) map_misused("concurrent map writes");
  m->writing ^= 1;
}

}  // namespace gort
