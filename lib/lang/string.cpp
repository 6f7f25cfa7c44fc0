// lib/lang/string.cpp: looking at strings. Leaf functions: they need no memory and call nothing.
#include "base/leaf.h"
#include "lang/utf8.h"

namespace gort {

extern "C" {
LEAF int64_t runtime_countrunes(const uint8_t* s, int64_t n) {
  int64_t count = 0;
  for (int64_t k = 0; k < n; count++) k = decode_rune(s, n, k).next;
  return count;
}

LEAF decoded_rune runtime_decoderune(const uint8_t* s, int64_t n, int64_t k) {
  if (k >= n) return {kRuneError, k + 1};
  return decode_rune(s, n, k);
}
}

}  // namespace gort
