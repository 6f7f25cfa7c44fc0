// lib/cgo/library_signals.cpp: signal() and sigaction() of libraries.
//
// gort exports these names, so a library's handlers are treated as a module's (csignal.cpp): a native handler has room
// whatever it interrupts, a module's function is a callback. A library that makes the system call itself goes past us.
//
// A native handler may leave by siglongjmp, to native code that it has interrupted. So gort exports longjmp as well:
// the C library's knows nothing of what csignal.cpp has changed for the handler. Nor does it know a jmp_buf of the
// module's, which libraries are given to leave by when something fails.
#include <dlfcn.h>
#include <setjmp.h>
#include <signal.h>

#include <atomic>

#include "base/sanitizer.h"
#include "cgo/csignal.h"
#include "debug/fatal.h"
#include "debug/names.h"

extern "C" [[noreturn]] void gort_longjmp(void* env, int value);

namespace {

using simple_handler = void (*)(int);

#if !defined(GORT_ASAN) && !defined(GORT_TSAN)
using jump = void (*)(struct __jmp_buf_tag*, int);
std::atomic<jump> real_longjmp{nullptr}, real_longjmp_chk{nullptr};

// setjmp_amd64.S keeps the address as it is, glibc hides it.
bool is_of_module(const struct __jmp_buf_tag* env) {
  return gort::is_program_code(static_cast<uint64_t>(env->__jmpbuf[7]));
}

[[noreturn]] void leave_and_jump(std::atomic<jump>& real, struct __jmp_buf_tag* env, int value) {
  if (is_of_module(env)) gort_longjmp(env, value);
  gort::native_handler_installed();
  if (gort::gort_tcb.insignal) {
    // glibc hides the stack pointer: exclusive or with the thread's pointer guard, then rotated.
    auto sp = static_cast<uint64_t>(env->__jmpbuf[6]);
    __asm__("ror $17, %0\n\txor %%fs:0x30, %0" : "+r"(sp));
    gort::leave_handlers_for(sp);
  }
  real.load(std::memory_order_acquire)(env, value);
  __builtin_unreachable();
}
#endif

}  // namespace

// dlsym has no business in a signal handler, so it is asked before there is one.
void gort::native_handler_installed() {
  // A sanitizer's own longjmp has the name.
#if !defined(GORT_ASAN) && !defined(GORT_TSAN)
  if (real_longjmp.load(std::memory_order_acquire)) return;
  real_longjmp_chk.store(reinterpret_cast<jump>(dlsym(RTLD_NEXT, "__longjmp_chk")), std::memory_order_release);
  real_longjmp.store(reinterpret_cast<jump>(dlsym(RTLD_NEXT, "longjmp")), std::memory_order_release);
#endif
}

#pragma clang diagnostic ignored "-Wmissing-prototypes"
extern "C" {

int sigaction(int signal, const struct sigaction* act, struct sigaction* old) {
  return gort::gort_sigaction(signal, act, old);
}
simple_handler signal(int signal, simple_handler fn) { return gort::gort_signal(signal, fn); }
simple_handler bsd_signal(int signal, simple_handler fn) { return gort::gort_signal(signal, fn); }
simple_handler ssignal(int signal, simple_handler fn) { return gort::gort_signal(signal, fn); }
simple_handler sysv_signal(int signal, simple_handler fn) { return gort::gort_sysv_signal(signal, fn); }
simple_handler __sysv_signal(int signal, simple_handler fn) { return gort::gort_sysv_signal(signal, fn); }
simple_handler sigset(int signal, simple_handler fn) { return gort::gort_sigset(signal, fn); }
int sigaltstack(const stack_t* ss, stack_t* old) { return gort::gort_sigaltstack(ss, old); }

#if !defined(GORT_ASAN) && !defined(GORT_TSAN)
void longjmp(jmp_buf env, int value) { leave_and_jump(real_longjmp, env, value); }
void _longjmp(jmp_buf env, int value) { leave_and_jump(real_longjmp, env, value); }
void siglongjmp(sigjmp_buf env, int value) { leave_and_jump(real_longjmp, env, value); }
void __longjmp_chk(jmp_buf env, int value) { leave_and_jump(real_longjmp_chk, env, value); }
#endif

}  // extern "C"
