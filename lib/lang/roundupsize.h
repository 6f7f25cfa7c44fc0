// lib/lang/roundupsize.h: how much room an object of so many bytes gets, which is what append makes a slice's capacity
// of.
//
// Go's rule (runtime/msize.go), to the byte: programs print capacities. An object with pointers that is larger than 512
// bytes has a header of 8 bytes in Go's heap, which its room is less.
#pragma once
#include "mem/sizeclasses.h"

namespace gort {

[[gnu::always_inline]] inline uint64_t roundupsize(uint64_t size, bool noscan) {
  constexpr uint64_t kHeader = 8, kNoHeaderUpTo = 512;
  if (size <= kMaxSmallSize - kHeader) {
    if (noscan || size <= kNoHeaderUpTo) return size == 0 ? 0 : roundupsize(size);
    return roundupsize(size + kHeader) - kHeader;
  }
  uint64_t rounded = (size + kPageSize - 1) & ~(kPageSize - 1);
  return rounded < size ? size : rounded;
}

}  // namespace gort
