// lib/lang/map_grow.h: making room in maps. Checked code [g].
#pragma once
#include "lang/map.h"

namespace gort {

void map_reserve(const map_type* t, hmap* m, uint64_t entries);  // m is new; room for so many
void map_empty(const map_type* t, hmap* m);                      // all slots, where they are
hmap* map_copy(const map_type* t, const hmap* m);

}  // namespace gort
