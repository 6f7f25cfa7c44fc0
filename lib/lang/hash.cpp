// See hash.h. Leaf code but for hash_init.
#include "lang/hash.h"

#include <sys/random.h>
#include <wmmintrin.h>

#include "base/leaf.h"
#include "base/os_linux.h"

namespace gort {

bool hash_by_aes;
uint64_t hashkey[4] = {0x9e3779b97f4a7c15, 0xd1342543de82ef95, 0xa0761d6478bd642f, 0xe7037ed1a0b428db};

namespace {
alignas(64) uint64_t round_keys[8];  // four AES keys

uint64_t half_set(uint64_t v) {
  v |= 1;
  while (__builtin_popcountll(v) != 32) v = v * 0x5851f42d4c957f2d + 0x14057b7ef767814f | 1;
  return v;
}
}  // namespace

void hash_init() {
  uint64_t secret[12];
  if (getrandom(secret, sizeof secret, GRND_NONBLOCK) != sizeof secret)
    for (uint64_t& s : secret) s = hash64(uint64_t(os::nanotime()), s + uint64_t(os::getpid()));
  for (int i = 0; i < 4; i++) hashkey[i] = half_set(secret[i]);
  for (int i = 0; i < 8; i++) round_keys[i] = secret[4 + i];
  __builtin_cpu_init();
  hash_by_aes = __builtin_cpu_supports("aes") != 0;
}

namespace {
#define AES __attribute__((target("aes")))

LEAF inline __m128i load16(const uint8_t* p) { return _mm_loadu_si128(reinterpret_cast<const __m128i*>(p)); }
LEAF inline __m128i round_key(int i) { return _mm_load_si128(reinterpret_cast<const __m128i*>(round_keys) + i); }

// Each lane takes 16 bytes a turn; what is left over at the end overlaps with what has been read.
AES LEAF uint64_t hash_aes(const uint8_t* p, uint64_t n, uint64_t seed) {
  __m128i k0 = round_key(0), k1 = round_key(1), k2 = round_key(2), k3 = round_key(3);
  __m128i s = _mm_aesenc_si128(_mm_set_epi64x(int64_t(n), int64_t(seed)), k0);
  const uint8_t* end = p + n;
  __m128i a, b;
  if (n <= 32) {
    a = _mm_xor_si128(s, load16(p));
    b = _mm_xor_si128(_mm_aesenc_si128(s, k1), load16(end - 16));
  } else {
    a = s;
    b = _mm_aesenc_si128(s, k1);
    __m128i c = _mm_aesenc_si128(s, k2), d = _mm_aesenc_si128(s, k3);
    for (; end - p > 64; p += 64) {
      a = _mm_aesenc_si128(_mm_aesenc_si128(_mm_xor_si128(a, load16(p)), k0), k1);
      b = _mm_aesenc_si128(_mm_aesenc_si128(_mm_xor_si128(b, load16(p + 16)), k1), k2);
      c = _mm_aesenc_si128(_mm_aesenc_si128(_mm_xor_si128(c, load16(p + 32)), k2), k3);
      d = _mm_aesenc_si128(_mm_aesenc_si128(_mm_xor_si128(d, load16(p + 48)), k3), k0);
    }
    const uint8_t* tail = n >= 64 ? end - 64 : p;
    a = _mm_xor_si128(a, load16(tail));
    b = _mm_xor_si128(b, load16(tail + 16));
    c = _mm_xor_si128(c, load16(end - 32));
    d = _mm_xor_si128(d, load16(end - 16));
    c = _mm_aesenc_si128(_mm_aesenc_si128(_mm_aesenc_si128(c, k2), k3), k0);
    d = _mm_aesenc_si128(_mm_aesenc_si128(_mm_aesenc_si128(d, k3), k0), k1);
    a = _mm_xor_si128(a, c);
    b = _mm_xor_si128(b, d);
  }
  a = _mm_aesenc_si128(_mm_aesenc_si128(_mm_aesenc_si128(a, k0), k1), k2);
  b = _mm_aesenc_si128(_mm_aesenc_si128(_mm_aesenc_si128(b, k1), k2), k3);
  a = _mm_aesenc_si128(_mm_xor_si128(a, b), k3);
  return uint64_t(_mm_cvtsi128_si64(a)) ^ uint64_t(_mm_cvtsi128_si64(_mm_unpackhi_epi64(a, a)));
}

LEAF uint64_t word(const uint8_t* p) {
  uint64_t v;
  __builtin_memcpy_inline(&v, p, 8);
  return v;
}

LEAF uint64_t hash_multiply(const uint8_t* p, uint64_t n, uint64_t seed) {
  const uint8_t* end = p + n;
  uint64_t h = seed ^ hashkey[0], g = h;
  for (; end - p > 32; p += 32) {
    h = hash_mix(word(p) ^ hashkey[1], word(p + 8) ^ h);
    g = hash_mix(word(p + 16) ^ hashkey[3], word(p + 24) ^ g);
  }
  if (end - p > 16) h = hash_mix(word(p) ^ hashkey[1], word(p + 8) ^ h);
  h ^= g;
  return hash_mix(hash_mix(word(end - 16) ^ hashkey[1], word(end - 8) ^ h), hashkey[2] ^ n);
}
}  // namespace

extern "C" {
LEAF uint64_t gort_memhash(const void* p, uint64_t seed, uint64_t n) {
  const uint8_t* bytes = static_cast<const uint8_t*>(p);
  if (n > 16) return hash_by_aes ? hash_aes(bytes, n, seed) : hash_multiply(bytes, n, seed);
  return memhash(p, n, seed);
}
}

}  // namespace gort
