// lib/sched/systemstack.h: from C++ on a goroutine's stack to a function on the system stack.
#pragma once
#include <cstdint>

extern "C" uint64_t gort_systemstack(void* fn, void* a, void* b, void* c);

namespace gort {

// Runs fn() on the system stack. fn may take locks and call libc; it must not switch. What it captures stays where it is.
template <class F>
inline void systemstack(F fn) {
  auto shim = +[](F* f) { (*f)(); };
  gort_systemstack(reinterpret_cast<void*>(shim), &fn, nullptr, nullptr);
}

}  // namespace gort
