// lib/sched/rand.h: random numbers that need not be secret: the thread's generator.
#pragma once
#include "sched/runtime2.h"

namespace gort {

[[gnu::always_inline]] inline uint64_t cheaprand(m* mp) {
  uint64_t x = mp->fastrand;
  x ^= x << 13;
  x ^= x >> 7;
  x ^= x << 17;
  mp->fastrand = x;
  return x * 0x2545f4914f6cdd1d;  // xorshift64*: the plain state is weak in its low bits
}

// On a goroutine's stack, too: between two calls checked code stays on its thread, so nobody else steps the generator
// meanwhile.
[[gnu::always_inline]] inline uint64_t cheaprand() { return cheaprand(getm()); }

}  // namespace gort
