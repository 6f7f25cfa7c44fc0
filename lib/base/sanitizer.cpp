// See sanitizer.h. The options of both sanitizers are here, too, so that a test needs no environment.
#include "base/sanitizer.h"

#if defined(GORT_ASAN) || defined(GORT_TSAN)
#include <dlfcn.h>
#include <string.h>

#include "base/leaf_functions.h"
#include "base/pthread_real.h"

#define GORT_SIGNALS_ARE_OURS \
  "handle_segv=0:handle_sigbus=0:handle_sigfpe=0:handle_sigill=0:handle_abort=0:use_sigaltstack=0"

#ifdef GORT_ASAN
#include <sanitizer/common_interface_defs.h>

// LLVM's libraries are not instrumented. Its allocators, inlined here and there, must not poison what the others use;
// nor can containers be checked that both sides grow. Nothing of LLVM, and no object of a goroutine, is ever taken
// apart, so all of it would be a leak.
extern "C" const char gort_sanitizer_options[] = GORT_SIGNALS_ARE_OURS
    ":allow_user_poisoning=0:detect_container_overflow=0:detect_leaks=0:detect_stack_use_after_return=0";
extern "C" const char* __asan_default_options();
const char* __asan_default_options() { return gort_sanitizer_options; }
#else
// Programs fork while they have threads. At the end nobody waits for races of threads that go on.
extern "C" const char gort_sanitizer_options[] =
    GORT_SIGNALS_ARE_OURS ":die_after_fork=0:report_signal_unsafe=0:atexit_sleep_ms=0";
extern "C" const char* __tsan_default_options();
const char* __tsan_default_options() { return gort_sanitizer_options; }
// A module's own atomic operations are not seen either: memory that one goroutine frees for another looks unordered.
// Another goroutine may get a g through the module's memory (runtime_goready): that it was made before is out of sight,
// too.
extern "C" const char* __tsan_default_suppressions();
const char* __tsan_default_suppressions() {
  return "race_top:interceptor_free\nrace_top:interceptor_realloc\nrace_top:^operator delete\nrace:gort::malg\n";
}
#endif

// The sanitizer's own pthread_create: it must know of every thread, and of its stack.
extern "C" int ___interceptor_pthread_create(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);

namespace gort {

int real_sigaction(int signal, const struct sigaction* act, struct sigaction* old) {
  using function = int (*)(int, const struct sigaction*, struct sigaction*);
  static const auto next = reinterpret_cast<function>(dlsym(RTLD_NEXT, "sigaction"));
  return next(signal, act, old);
}

int real_pthread_create(pthread_t* thread, const pthread_attr_t* attr, void* (*fn)(void*), void* arg) {
  return ___interceptor_pthread_create(thread, attr, fn, arg);
}

void* real_leaf(const char* name) {
  for (const char* leaf : kLeafFunctions)
    if (!strcmp(name, leaf)) return dlsym(RTLD_NEXT, name);
  return nullptr;
}

#ifdef GORT_ASAN
void leaving_stack(const void* lo, size_t size) { __sanitizer_start_switch_fiber(nullptr, lo, size); }
void on_new_stack() { __sanitizer_finish_switch_fiber(nullptr, nullptr, nullptr); }
#endif

}  // namespace gort
#endif
