// lib/lang/string.cpp: looking at strings. Leaf functions: they need no memory and call nothing.
#include <emmintrin.h>

#include "base/leaf.h"
#include "base/type.h"
#include "lang/utf8.h"

namespace gort {

extern "C" {
LEAF int64_t runtime_countrunes(const uint8_t* s, int64_t n) {
  int64_t count = 0, k = 0;
  while (k < n) {
    if (n >= 16) {
      // As far as the next byte that is not ASCII; at the end by the last 16 bytes.
      int64_t from = k < n - 16 ? k : n - 16;
      __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(s + from));
      int ascii = __builtin_ctz((uint32_t(_mm_movemask_epi8(bytes)) | 0x10000) >> (k - from));
      k += ascii;
      count += ascii;
      if (k == from + 16) continue;
    } else if (s[k] < 0x80) {
      k++;
      count++;
      continue;
    }
    k = decode_rune(s, n, k).next;
    count++;
  }
  return count;
}

LEAF go_string runtime_slicebytetostringtmp(const char* p, int64_t n) { return {p, n}; }

LEAF decoded_rune runtime_decoderune(const uint8_t* s, int64_t n, int64_t k) {
  if (k >= n) return {kRuneError, k + 1};
  return decode_rune(s, n, k);
}
}

}  // namespace gort
