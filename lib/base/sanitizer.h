// lib/base/sanitizer.h: how the runtime lives with AddressSanitizer and ThreadSanitizer.
//
// They stand between a program and its C library, and know of one stack a thread. The runtime hands out threads and
// signals itself and has stacks of its own, so it tells them of its system stacks, and goes past them where they would
// run a signal handler late and on a copy of its context. Ordinary builds see plain calls here.
//
// Only native code is instrumented: goroutine-side code and modules are not.
#pragma once
#include <signal.h>

#include <cstddef>

namespace gort {

// The C library's own: gort exports a function of that name (lib/cgo/csignal.cpp).
#if defined(GORT_ASAN) || defined(GORT_TSAN)
// Past the interceptor, too. The first call must not come from a signal handler.
int real_sigaction(int signal, const struct sigaction* act, struct sigaction* old);
#else
extern "C" int __sigaction(int, const struct sigaction*, struct sigaction*);
inline int real_sigaction(int signal, const struct sigaction* act, struct sigaction* old) {
  return __sigaction(signal, act, old);
}
#endif

// The C library's own function of that name, when it is one that modules call on a goroutine's stack
// (leaf_functions.h): an interceptor needs more room than there is. Null for all others.
#if defined(GORT_ASAN) || defined(GORT_TSAN)
void* real_leaf(const char* name);
#else
inline void* real_leaf(const char*) { return nullptr; }
#endif

// The thread leaves its stack for good, for this one: leaving_stack() before the jump, on_new_stack() after it.
#ifdef GORT_ASAN
void leaving_stack(const void* lo, size_t size);
void on_new_stack();
#else
inline void leaving_stack(const void*, size_t) {}
inline void on_new_stack() {}
#endif

}  // namespace gort
