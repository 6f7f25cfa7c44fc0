// lib/lang/hash.h: hashing of plain memory.
//
// Up to 16 bytes: two folded multiplications (wyhash's), inline, as quick as AES and without a dispatch. Longer memory:
// AES rounds where the processor has them, else folded multiplications (hash.cpp). The secret is drawn at start, so
// that nobody outside can prepare collisions; the seed is the map's.
#pragma once
#include <cstdint>

namespace gort {

// Odd, with half of their bits set; secret.
extern uint64_t hashkey[4];

extern bool hash_by_aes;  // settled at boot

void hash_init();  // Go's alginit, at boot

[[gnu::always_inline]] inline uint64_t hash_mix(uint64_t a, uint64_t b) {
  unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
  return uint64_t(product) ^ uint64_t(product >> 64);
}

[[gnu::always_inline]] inline uint64_t hash64(uint64_t v, uint64_t seed) {
  return hash_mix(hash_mix(v ^ hashkey[1], v ^ seed ^ hashkey[0]), hashkey[2]);
}
[[gnu::always_inline]] inline uint64_t hash32(uint32_t v, uint64_t seed) { return hash64(v, seed); }

extern "C" uint64_t gort_memhash(const void* p, uint64_t seed, uint64_t n);  // leaf

[[gnu::always_inline]] inline uint64_t memhash(const void* at, uint64_t n, uint64_t seed) {
  const uint8_t* p = static_cast<const uint8_t*>(at);
  auto word = [](const uint8_t* from) {
    uint32_t v;
    __builtin_memcpy(&v, from, 4);
    return uint64_t(v);
  };
  uint64_t a = 0, b = 0;
  if (n > 16) return gort_memhash(p, seed, n);
  if (n >= 4) {
    uint64_t middle = n >> 3 << 2;
    a = word(p) << 32 | word(p + middle);
    b = word(p + n - 4) << 32 | word(p + n - 4 - middle);
  } else if (n > 0) {
    a = uint64_t(p[0]) << 16 | uint64_t(p[n >> 1]) << 8 | p[n - 1];
  }
  return hash_mix(hash_mix(a ^ hashkey[1], b ^ seed ^ hashkey[0]), hashkey[2] ^ n);
}

}  // namespace gort
