// lib/mem/sizeclasses.h: the sizes that small objects are rounded up to. The table is Go's (runtime/sizeclasses.go): at
// most 12.5% is lost to rounding, and each size divides its span with little left over.
#pragma once
#include <cstdint>

namespace gort {

inline constexpr uint16_t kSizeClasses[] = {
    0,     8,     16,    24,    32,    48,    64,    80,    96,    112,   128,   144,   160,  176,
    192,   208,   224,   240,   256,   288,   320,   352,   384,   416,   448,   480,   512,  576,
    640,   704,   768,   896,   1024,  1152,  1280,  1408,  1536,  1792,  2048,  2304,  2688, 3072,
    3200,  3456,  4096,  4864,  5120,  5376,  6144,  6528,  6784,  6912,  8192,  9472,  9728, 10240,
    10880, 12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768};
inline constexpr uint64_t kMaxSmallSize = 32768;
inline constexpr uint64_t kPageSize = 8192;

// Sizes up to kTableSize are looked up, by eighths; larger ones are searched.
inline constexpr uint64_t kTableSize = 1024;
struct size_table {
  uint16_t rounded[kTableSize / 8 + 1];
};
constexpr size_table make_size_table() {
  size_table t{};
  int c = 0;
  for (uint64_t i = 0; i <= kTableSize / 8; i++) {
    while (kSizeClasses[c] < i * 8) c++;
    t.rounded[i] = kSizeClasses[c];
  }
  t.rounded[0] = 8;
  return t;
}
inline constexpr size_table kSizeTable = make_size_table();

[[gnu::always_inline]] inline uint64_t roundupsize(uint64_t size) {
  if (size <= kTableSize) return kSizeTable.rounded[(size + 7) / 8];
  if (size > kMaxSmallSize) return (size + kPageSize - 1) & ~(kPageSize - 1);
  int lo = 1, hi = int(sizeof kSizeClasses / sizeof kSizeClasses[0]) - 1;
  while (lo < hi) {
    int mid = (lo + hi) / 2;
    if (kSizeClasses[mid] < size)
      lo = mid + 1;
    else
      hi = mid;
  }
  return kSizeClasses[lo];
}

}  // namespace gort
