// lib/lang/utf8.h: runes and their UTF-8, with Go's rules (runtime/utf8.go): what is not the shortest encoding of a
// code point up to U+10FFFF outside of the surrogates reads as U+FFFD, one byte long.
#pragma once
#include <cstdint>

namespace gort {

inline constexpr int32_t kRuneError = 0xfffd;

// The rune at s[k], k < n, and the index after it.
struct decoded_rune {
  int32_t rune;
  int64_t next;
};
[[gnu::always_inline]] inline decoded_rune decode_rune(const uint8_t* s, int64_t n, int64_t k) {
  const uint8_t* p = s + k;
  int64_t left = n - k;
  if (p[0] < 0x80) return {p[0], k + 1};
  auto more = [&](int i) { return (p[i] & 0xc0) == 0x80; };
  auto low = [&](int i) { return p[i] & 0x3f; };
  if (p[0] < 0xc2) {
    // a continuation byte, or an overlong form
  } else if (p[0] < 0xe0) {
    if (left > 1 && more(1)) return {(p[0] & 0x1f) << 6 | low(1), k + 2};
  } else if (p[0] < 0xf0) {
    if (left > 2 && more(1) && more(2)) {
      int32_t r = (p[0] & 0xf) << 12 | low(1) << 6 | low(2);
      if (r > 0x7ff && (r < 0xd800 || r > 0xdfff)) return {r, k + 3};
    }
  } else if (p[0] < 0xf8) {
    if (left > 3 && more(1) && more(2) && more(3)) {
      int32_t r = (p[0] & 7) << 18 | low(1) << 12 | low(2) << 6 | low(3);
      if (r > 0xffff && r <= 0x10ffff) return {r, k + 4};
    }
  }
  return {kRuneError, k + 1};
}

[[gnu::always_inline]] inline int rune_length(int32_t r) {
  uint32_t u = uint32_t(r);
  if (u < 0x80) return 1;
  if (u < 0x800) return 2;
  return u < 0x10000 || u > 0x10ffff ? 3 : 4;
}

// Writes at most four bytes; returns how many.
[[gnu::always_inline]] inline int encode_rune(uint8_t* to, int32_t r) {
  uint32_t u = uint32_t(r);
  if (u > 0x10ffff || (u >= 0xd800 && u <= 0xdfff)) u = kRuneError;
  auto low = [&](int shift) { return uint8_t(0x80 | (u >> shift & 0x3f)); };
  if (u < 0x80) {
    to[0] = uint8_t(u);
    return 1;
  }
  if (u < 0x800) {
    to[0] = uint8_t(0xc0 | u >> 6);
    to[1] = low(0);
    return 2;
  }
  if (u < 0x10000) {
    to[0] = uint8_t(0xe0 | u >> 12);
    to[1] = low(6);
    to[2] = low(0);
    return 3;
  }
  to[0] = uint8_t(0xf0 | u >> 18);
  to[1] = low(12);
  to[2] = low(6);
  to[3] = low(0);
  return 4;
}

}  // namespace gort
