// lib/lang/map.h: Go's map, an open-addressing hash table that is probed eight slots at a time.
//
//   slot       a key and, at map_type::elem_off, its element. What is larger than 128 bytes lies elsewhere and the slot
//              has its address (kMapIndirectKey, kMapIndirectElem)
//   group      eight control bytes, then eight slots. A control byte says: empty, deleted, or full, with seven bits of
//   the key's hash table      2^k groups, up to kMaxTable slots, at most 7/8 of them not empty directory 2^global_depth
//   entries: the top bits of a hash choose one. Several entries may be the same table map        a directory; or, up to
//   eight entries, one group and no directory
//
// Looking up: the hash's top bits choose the table, the next ones the first group; its control bytes are compared with
// seven bits of the hash at once, the keys of matching slots with the key. A group with an empty slot ends the search;
// else it goes on at group + 1, + 3,
// + 6, ... (every group once, since their number is a power of two).
//
// Deleting leaves a mark where a search might have to go on past the slot: in a group without an empty slot. So a group
// once full stays so until the table is replaced.
//
// Growing replaces one table at a time, so it never takes long: by one of twice the size, or, at kMaxTable, by two that
// share its keys by one more bit of the hash (extendible hashing); when many slots are marked deleted, by one of the
// same size. If the map has as many directory entries as the table has hash bits, the directory doubles first.
//
// Iterating must give each entry once, however the map changes. An iterator keeps to the table that it is in, though it
// be replaced meanwhile (map_table::index is -1 then), takes its keys in order and looks each up in the map as it is
// now. Keys that are not equal to themselves cannot be looked up, and cannot have been changed or deleted either, but
// by clear (clear_seq).
//
// What differs from Go 1.26, whose design, types and behaviour these are: the directory points at the groups, not at
// the tables, and all tables of a map are of one size, which the map knows; so a look-up needs the directory and the
// group and nothing in between.
//
// No locks: a map that several goroutines use, one of them writing, is the program's fault. `writing` finds out most of
// the time, and the program ends with Go's message.
//
// Hash and equality may be the program's code, so all of this is checked code [g].
#pragma once
#include "base/relaxed.h"
#include "base/type.h"

namespace gort {

inline constexpr uint64_t kGroupSlots = 8;
inline constexpr uint64_t kMaxTable = 1024;  // slots
inline constexpr uint64_t kMaxLoad = 7;      // of eight slots

// The layout of len(): the first word. Front ends may keep a small map's record in a frame: 48 bytes, as in Go.
struct hmap {
  uint64_t used;
  uint64_t seed;
  // Small (dirlen 0): the group, or null. Else dirlen addresses of groups, then dirlen addresses of their tables, then
  // groups to use again, or null.
  uint8_t** dir;
  int64_t dirlen;
  uint8_t global_depth;
  uint8_t global_shift;  // 63 - global_depth
  uint8_t writing;       // toggled, so that two writers are likely to see each other
  bool deletions;        // some table may have slots marked deleted
  uint32_t group_mask;   // number of groups in a table - 1
  uint64_t clear_seq;
};
static_assert(sizeof(hmap) == 48);

struct map_table {
  uint16_t used;
  uint16_t capacity;     // slots
  uint16_t growth_left;  // empty slots that may be filled
  uint8_t local_depth;   // bits of the hash that all its keys share
  relaxed<bool> walked;  // an iterator has been here: the groups must stay as they are when the table is replaced
  int64_t index;         // of its first directory entry; -1 when it has been replaced
  uint8_t* groups;
};

// An iterator, in the caller's frame: 96 bytes, as in Go. The caller reads key (null: the end) and elem.
struct hiter {
  const void* key;
  void* elem;
  const map_type* t;
  hmap* m;         // null: the map was empty
  map_table* tab;  // null: to be found at dir_index
  uint8_t* group;
  uint64_t dir_offset;  // where the directory is begun, and the groups of a table, and the slots of a group: at random
  int64_t dir_index;    // before dir_offset is added; -1: the map was small when it began
  uint64_t clear_seq;
  uint32_t group_offset;
  uint32_t group_index;  // before group_offset is added
  uint8_t slots;         // of the group, rotated by slot_offset: those to come
  uint8_t slot_offset;
  uint8_t global_depth;
  uint64_t reserved;
};
static_assert(sizeof(hiter) == 96);

struct lookup_result {
  void* elem;  // of zeros when there is none
  bool ok;
};

extern "C" {
hmap* runtime_makemap(const map_type* t, int64_t hint, hmap* buf);
hmap* runtime_makemap_small();
void* runtime_mapassign(const map_type* t, hmap* m, const void* key);
void* runtime_mapassign_fast32(const map_type* t, hmap* m, uint32_t key);
void* runtime_mapassign_fast64(const map_type* t, hmap* m, uint64_t key);
void* runtime_mapassign_faststr(const map_type* t, hmap* m, const char* p, int64_t n);
void runtime_mapdelete(const map_type* t, hmap* m, const void* key);
void runtime_mapdelete_fast32(const map_type* t, hmap* m, uint32_t key);
void runtime_mapdelete_fast64(const map_type* t, hmap* m, uint64_t key);
void runtime_mapdelete_faststr(const map_type* t, hmap* m, const char* p, int64_t n);
void runtime_mapclear(const map_type* t, hmap* m);
void runtime_mapIterStart(const map_type* t, hmap* m, hiter* it);
void runtime_mapIterNext(hiter* it);
}

}  // namespace gort
