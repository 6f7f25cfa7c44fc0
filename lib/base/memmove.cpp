// See memmove.h. Up to 128 bytes, loads from both ends overlap in the middle, and all loads come before the first
// store, so that overlapping areas need no thought. Beyond: 64 bytes a turn with an unaligned tail, and the processor's
// own string instructions from where they win.
#include "base/memmove.h"

#include <emmintrin.h>

#include "base/leaf.h"

namespace {

constexpr uint64_t kStringInstruction = 2048;

template <class T>
LEAF inline T load(const uint8_t* p) {
  T v;
  __builtin_memcpy_inline(&v, p, sizeof v);
  return v;
}
template <class T>
LEAF inline void store(uint8_t* p, T v) {
  __builtin_memcpy_inline(p, &v, sizeof v);
}
LEAF inline __m128i load16(const uint8_t* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }
LEAF inline void store16(uint8_t* p, __m128i v) { _mm_storeu_si128(reinterpret_cast<__m128i*>(p), v); }

template <class T>
LEAF inline void move_ends(uint8_t* to, const uint8_t* from, uint64_t n) {
  T head = load<T>(from), tail = load<T>(from + n - sizeof(T));
  store(to, head);
  store(to + n - sizeof(T), tail);
}

// Bit i: byte i differs.
LEAF inline uint32_t differ16(const uint8_t* a, const uint8_t* b) {
  return uint32_t(_mm_movemask_epi8(_mm_cmpeq_epi8(load16(a), load16(b)))) ^ 0xffff;
}

template <class T>
LEAF inline int64_t compare(T a, T b) {
  if (a == b) return 0;
  uint64_t x = __builtin_bswap64(uint64_t(a)), y = __builtin_bswap64(uint64_t(b));
  return x < y ? -1 : 1;
}

LEAF int64_t compare_bytes(const uint8_t* a, const uint8_t* b, uint64_t n) {
  uint64_t i = 0;
  if (n >= 16) {
    for (; i < n - 16; i += 16)
      if (uint32_t d = differ16(a + i, b + i)) {
        i += uint64_t(__builtin_ctz(d));
        return int64_t(a[i]) - int64_t(b[i]);
      }
    i = n - 16;
    uint32_t d = differ16(a + i, b + i);
    if (!d) return 0;
    i += uint64_t(__builtin_ctz(d));
    return int64_t(a[i]) - int64_t(b[i]);
  }
  if (n >= 8) {
    int64_t c = compare(load<uint64_t>(a), load<uint64_t>(b));
    return c ? c : compare(load<uint64_t>(a + n - 8), load<uint64_t>(b + n - 8));
  }
  if (n >= 4) {
    int64_t c = compare(load<uint32_t>(a), load<uint32_t>(b));
    return c ? c : compare(load<uint32_t>(a + n - 4), load<uint32_t>(b + n - 4));
  }
  for (; i < n; i++)
    if (a[i] != b[i]) return int64_t(a[i]) - int64_t(b[i]);
  return 0;
}

}  // namespace

extern "C" {

LEAF void gort_memmove(void* to_, const void* from_, uint64_t n) {
  uint8_t* to = static_cast<uint8_t*>(to_);
  const uint8_t* from = static_cast<const uint8_t*>(from_);
  if (n <= 16) {
    if (n >= 8)
      move_ends<uint64_t>(to, from, n);
    else if (n >= 4)
      move_ends<uint32_t>(to, from, n);
    else if (n >= 2)
      move_ends<uint16_t>(to, from, n);
    else if (n)
      *to = *from;
    return;
  }
  if (n <= 32) {
    move_ends<__m128i>(to, from, n);
    return;
  }
  if (n <= 64) {
    __m128i a = load16(from), b = load16(from + 16), y = load16(from + n - 32), z = load16(from + n - 16);
    store16(to, a);
    store16(to + 16, b);
    store16(to + n - 32, y);
    store16(to + n - 16, z);
    return;
  }
  __m128i w = load16(from + n - 64), x = load16(from + n - 48), y = load16(from + n - 32), z = load16(from + n - 16);
  if (n <= 128) {
    __m128i a = load16(from), b = load16(from + 16), c = load16(from + 32), d = load16(from + 48);
    store16(to, a);
    store16(to + 16, b);
    store16(to + 32, c);
    store16(to + 48, d);
  } else if (uint64_t distance = uint64_t(to - from); distance >= n) {
    if (n >= kStringInstruction && uint64_t(from - to) >= 64) {
      __asm__ volatile("rep movsb" : "+D"(to), "+S"(from), "+c"(n) : : "memory");
      return;
    }
    for (uint64_t i = 0; i < n - 64; i += 64) {
      __m128i a = load16(from + i), b = load16(from + i + 16), c = load16(from + i + 32), d = load16(from + i + 48);
      store16(to + i, a);
      store16(to + i + 16, b);
      store16(to + i + 32, c);
      store16(to + i + 48, d);
    }
  } else {
    // `to` lies inside what is still to be read: from the end.
    __m128i a = load16(from), b = load16(from + 16), c = load16(from + 32), d = load16(from + 48);
    uint64_t i = n;
    do {
      __m128i p = load16(from + i - 64), q = load16(from + i - 48), r = load16(from + i - 32),
              s = load16(from + i - 16);
      store16(to + i - 64, p);
      store16(to + i - 48, q);
      store16(to + i - 32, r);
      store16(to + i - 16, s);
      i -= 64;
    } while (i > 64);
    store16(to, a);
    store16(to + 16, b);
    store16(to + 32, c);
    store16(to + 48, d);
    return;
  }
  store16(to + n - 64, w);
  store16(to + n - 48, x);
  store16(to + n - 32, y);
  store16(to + n - 16, z);
}

LEAF void gort_memclr(void* at_, uint64_t n) {
  uint8_t* at = static_cast<uint8_t*>(at_);
  if (n < 16) {
    if (n >= 8) {
      store<uint64_t>(at, 0);
      store<uint64_t>(at + n - 8, 0);
    } else if (n >= 4) {
      store<uint32_t>(at, 0);
      store<uint32_t>(at + n - 4, 0);
    } else if (n >= 2) {
      store<uint16_t>(at, 0);
      store<uint16_t>(at + n - 2, 0);
    } else if (n) {
      *at = 0;
    }
    return;
  }
  if (n >= kStringInstruction) {
    __asm__ volatile("rep stosb" : "+D"(at), "+c"(n) : "a"(0) : "memory");
    return;
  }
  __m128i zero = _mm_setzero_si128();
  for (uint64_t i = 0; i < n - 16; i += 16) store16(at + i, zero);
  store16(at + n - 16, zero);
}

LEAF bool gort_memequal(const void* a_, const void* b_, uint64_t n) {
  const uint8_t* a = static_cast<const uint8_t*>(a_);
  const uint8_t* b = static_cast<const uint8_t*>(b_);
  if (a == b) return true;
  if (n >= 16) {
    for (uint64_t i = 0; i < n - 16; i += 16)
      if (differ16(a + i, b + i)) return false;
    return !differ16(a + n - 16, b + n - 16);
  }
  if (n >= 8) return load<uint64_t>(a) == load<uint64_t>(b) && load<uint64_t>(a + n - 8) == load<uint64_t>(b + n - 8);
  if (n >= 4) return load<uint32_t>(a) == load<uint32_t>(b) && load<uint32_t>(a + n - 4) == load<uint32_t>(b + n - 4);
  if (n >= 2) return load<uint16_t>(a) == load<uint16_t>(b) && a[n - 1] == b[n - 1];
  return n == 0 || *a == *b;
}

LEAF int64_t gort_memcompare(const void* a, uint64_t na, const void* b, uint64_t nb) {
  int64_t c =
      a == b ? 0 : compare_bytes(static_cast<const uint8_t*>(a), static_cast<const uint8_t*>(b), na < nb ? na : nb);
  return c ? c : na < nb ? -1 : na > nb;
}
}
