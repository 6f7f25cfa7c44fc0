// lib/sync/elem.h: values of any size go from one place to another, under a lock of goroutine-side code: inline, or by
// leaf functions.
#pragma once
#include <cstdint>

#include "base/memmove.h"

namespace gort {

[[gnu::always_inline]] inline void copy_elem(void* to, const void* from, uint64_t size) {
  switch (size) {
    case 8:
      __builtin_memcpy_inline(to, from, 8);
      return;
    case 4:
      __builtin_memcpy_inline(to, from, 4);
      return;
    case 16:
      __builtin_memcpy_inline(to, from, 16);
      return;
    default:
      gort_memmove(to, from, size);
  }
}

[[gnu::always_inline]] inline void clear_elem(void* at, uint64_t size) {
  switch (size) {
    case 8:
      __builtin_memset_inline(at, 0, 8);
      return;
    case 4:
      __builtin_memset_inline(at, 0, 4);
      return;
    case 16:
      __builtin_memset_inline(at, 0, 16);
      return;
    default:
      gort_memclr(at, size);
  }
}

}  // namespace gort
