// lib/sched/systemstack.h: from C++ on a goroutine's stack to a function on the system stack.
#pragma once
#include <cstdint>

extern "C" uint64_t gort_systemstack(void* fn, void* a, void* b, void* c);

namespace gort {

// Runs fn(values...) on the system stack; at most three words of arguments, no result. fn may take locks and call libc;
// it must not switch.
//
// fn must be native code: a function of a file that is not compiled with stack checks. A lambda in a `*_g.cpp` file
// would have a prologue that compares the system stack's rsp with the goroutine's limit, and find it "short" whenever
// preemption has poisoned that limit. So this takes functions, not lambdas.
template <class... P, class... A>
[[gnu::always_inline]] inline void systemstack(void (*fn)(P...), A... values) {
  static_assert(sizeof...(P) == sizeof...(A) && sizeof...(A) <= 3);
  void* words[3] = {(void*)(P(values))...};
  gort_systemstack(reinterpret_cast<void*>(fn), words[0], words[1], words[2]);
}

}  // namespace gort
