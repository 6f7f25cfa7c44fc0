// lib/lang/map.cpp: the length of a map. Leaf.
#include "lang/map.h"

#include "base/leaf.h"

extern "C" LEAF int64_t runtime_maplen(const gort::hmap* m) { return m ? int64_t(m->used) : 0; }
