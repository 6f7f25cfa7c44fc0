// lib/lang/constants.h: read-only memory that values of the program may point to.
#pragma once
#include <cstdint>

extern "C" {
// 0, 1, 2, ... 255: an interface that holds a small number points here (its lowest bytes, for narrow types).
extern const uint64_t runtime_staticuint64s[256];
// Zeros: what a map yields for a key that it lacks, when its elements are no larger.
extern const uint8_t runtime_zeroVal[1024];
// A cache of one empty entry, of either kind (assert_cache.h).
extern const uint64_t runtime_emptyAssertCache[4];
}
