// See constants.h.
#include "lang/constants.h"

#define ROW(n) n, n + 1, n + 2, n + 3, n + 4, n + 5, n + 6, n + 7
#define ROWS(n) ROW(n), ROW(n + 8), ROW(n + 16), ROW(n + 24), ROW(n + 32), ROW(n + 40), ROW(n + 48), ROW(n + 56)

const uint64_t runtime_staticuint64s[256] = {ROWS(0), ROWS(64), ROWS(128), ROWS(192)};
alignas(64) const uint8_t runtime_zeroVal[1024] = {};
const uint64_t runtime_emptyAssertCache[4] = {};
