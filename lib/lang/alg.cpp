// lib/lang/alg.cpp: equality and hash of types without interfaces in them: leaf code.
#include "lang/alg.h"

#include "base/leaf.h"
#include "lang/hash.h"
#include "sched/rand.h"

namespace gort {

namespace {
template <class T>
[[gnu::always_inline]] LEAF inline T load(const void* p) {
  T v;
  __builtin_memcpy_inline(&v, p, sizeof v);
  return v;
}

// The same for both zeros, and different for every NaN each time, so that many of them do not make a long chain.
template <class F, class Word>
[[gnu::always_inline]] LEAF inline uint64_t float_hash(const void* p, uint64_t seed) {
  F v = load<F>(p);
  if (v == 0) return hash64(0, seed);
  if (v != v) return hash64(cheaprand(), seed);
  return hash64(load<Word>(p), seed);
}
[[gnu::always_inline]] LEAF inline uint64_t f32(const void* p, uint64_t seed) {
  return float_hash<float, uint32_t>(p, seed);
}
[[gnu::always_inline]] LEAF inline uint64_t f64(const void* p, uint64_t seed) {
  return float_hash<double, uint64_t>(p, seed);
}

template <class T>
[[gnu::always_inline]] LEAF inline bool same(const void* a, const void* b) {
  return load<T>(a) == load<T>(b);
}
const uint8_t* at(const void* p, uint64_t offset) { return static_cast<const uint8_t*>(p) + offset; }
}  // namespace

extern "C" {
#define EQUAL(name, expression)                                                                       \
  LEAF bool runtime_##name(const equal_func* fv, const void* a, const void* b) { return expression; } \
  const equal_func runtime_##name##_f = {runtime_##name};
#define HASH(name, expression)                                                                           \
  LEAF uint64_t runtime_##name(const hash_func* fv, const void* p, uint64_t seed) { return expression; } \
  const hash_func runtime_##name##_f = {runtime_##name};

EQUAL(memequal0, true)
EQUAL(memequal8, same<uint8_t>(a, b))
EQUAL(memequal16, same<uint16_t>(a, b))
EQUAL(memequal32, same<uint32_t>(a, b))
EQUAL(memequal64, same<uint64_t>(a, b))
EQUAL(memequal128, same<unsigned __int128>(a, b))
EQUAL(f32equal, same<float>(a, b))
EQUAL(f64equal, same<double>(a, b))
EQUAL(c64equal, same<float>(a, b) && same<float>(at(a, 4), at(b, 4)))
EQUAL(c128equal, same<double>(a, b) && same<double>(at(a, 8), at(b, 8)))

HASH(memhash0, seed)
HASH(memhash8, hash64(load<uint8_t>(p), seed))
HASH(memhash16, hash64(load<uint16_t>(p), seed))
HASH(memhash32, hash32(load<uint32_t>(p), seed))
HASH(memhash64, hash64(load<uint64_t>(p), seed))
HASH(memhash128, hash64(load<uint64_t>(at(p, 8)), hash64(load<uint64_t>(p), seed)))
HASH(f32hash, f32(p, seed))
HASH(f64hash, f64(p, seed))
HASH(c64hash, f32(at(p, 4), f32(p, seed)))
HASH(c128hash, f64(at(p, 8), f64(p, seed)))
#undef EQUAL
#undef HASH
}

}  // namespace gort
