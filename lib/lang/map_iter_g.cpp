// lib/lang/map_iter_g.cpp: ranging over maps (map.h).
#include "lang/map_ops.h"

namespace gort {

namespace {
constexpr uint32_t rotate(uint32_t slots, uint32_t by) { return (slots >> by | slots << (8 - by)) & 0xff; }

// What is fetched before it is needed: about the next two groups.
constexpr uint64_t kAhead = 256;

GORT_INLINE void enter_group(hiter* it, uint8_t* group) {
  it->group = group;
  it->slots = uint8_t(rotate(slots_full(controls_of(group)), it->slot_offset));
}

void end(hiter* it) {
  it->key = nullptr;
  it->elem = nullptr;
}

// The next slot of the group that is still full; -1: none.
GORT_INLINE int next_slot(hiter* it) {
  while (it->slots) {
    uint32_t i = (first(it->slots) + it->slot_offset) & 7;
    it->slots &= uint8_t(it->slots - 1);
    if (it->group[i] < kEmpty) return int(i);
  }
  return -1;
}

// What the map says now of a key that the old group has. False: it has been deleted.
bool take_again(hiter* it, uint8_t* slot) {
  const map_type* t = it->t;
  void* key = key_in(t, slot);
  hmap* m = it->m;
  if (m->used) {
    any_key k{key};
    if (uint8_t* now = find(t, m, k, k.hash(t, m->seed)).slot) {
      it->key = key_in(t, now);
      it->elem = elem_in(t, now);
      return true;
    }
  }
  if (it->clear_seq != m->clear_seq || t->key->equal->fn(t->key->equal, key, key)) return false;
  it->key = key;
  it->elem = elem_in(t, slot);
  return true;
}

// Takes the next entry of the group.
GORT_INLINE bool take_from_group(hiter* it) {
  int i = next_slot(it);
  if (i < 0) return false;
  uint8_t* slot = slot_at(it->t, it->group, uint32_t(i));
  it->key = key_in(it->t, slot);
  it->elem = elem_in(it->t, slot);
  return true;
}
// The same when the group's table, or the group as a whole, has been replaced.
bool take_from_old_group(hiter* it) {
  for (int i; (i = next_slot(it)) >= 0;)
    if (take_again(it, slot_at(it->t, it->group, uint32_t(i)))) return true;
  return false;
}

// The directory has doubled since, perhaps several times: so have all places in it.
void follow_directory(hiter* it) {
  int doubled = it->m->global_depth - it->global_depth;
  it->dir_index <<= doubled;
  it->dir_offset <<= doubled;
  it->global_depth = it->m->global_depth;
}

bool enter_table(hiter* it) {
  const hmap* m = it->m;
  if (it->dir_index >= m->dirlen) return false;
  uint64_t at = (uint64_t(it->dir_index) + it->dir_offset) & uint64_t(m->dirlen - 1);
  map_table* tab = table_at(m, at);
  // Only at first: the random start may lie inside a table's run of entries.
  it->dir_offset -= at - uint64_t(tab->index);
  if (!tab->walked) tab->walked = true;
  it->tab = tab;
  it->group_index = 0;
  return true;
}

void leave_table(hiter* it) {
  // All entries that the table has, or had before it was split.
  it->dir_index += int64_t(1) << (it->m->global_depth - it->tab->local_depth);
  it->tab = nullptr;
}
}  // namespace

extern "C" {
void runtime_mapIterNext(hiter* it) {
  hmap* m = it->m;
  if (!m) return end(it);
  if (m->writing) map_misused("concurrent map iteration and map write");
  if (it->dir_index < 0) {
    if (!(m->dirlen > 0 ? take_from_old_group(it) : take_from_group(it))) end(it);
    return;
  }
  if (it->global_depth != m->global_depth) follow_directory(it);
  for (;;) {
    if (it->tab) {
      if (it->tab->index < 0 ? take_from_old_group(it) : take_from_group(it)) return;
      uint32_t mask = it->tab->capacity / kGroupSlots - 1u;
      if (it->group_index <= mask) {
        uint32_t g = (it->group_index++ + it->group_offset) & mask;
        enter_group(it, it->tab->groups + g * it->t->group_size);
        for (uint64_t at = 0; at < kAhead; at += 64) __builtin_prefetch(it->group + kAhead + at);
        continue;
      }
      leave_table(it);
    }
    if (!enter_table(it)) return end(it);
  }
}

void runtime_mapIterStart(const map_type* t, hmap* m, hiter* it) {
  *it = {};
  it->t = t;
  if (!m || m->used == 0) return;
  it->m = m;
  uint64_t random = cheaprand();
  it->slot_offset = random & 7;
  it->group_offset = uint32_t(random >> 3);
  it->dir_offset = random >> 32;
  it->global_depth = m->global_depth;
  it->clear_seq = m->clear_seq;
  if (m->dirlen == 0) {
    it->dir_index = -1;
    enter_group(it, small_group(m));
  }
  runtime_mapIterNext(it);
}
}

}  // namespace gort
