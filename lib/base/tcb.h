// lib/base/tcb.h: the thread control block, what a thread must find without a pointer in hand.
//
// One per thread, in the executable's own TLS, so that assembly reaches it with a single %fs: displacement.
//
// Code on a goroutine's stack may resume on another thread after any call, and clang keeps the address of a
// thread_local across calls at every TLS model. So nobody takes gort_tcb's address on a goroutine's stack: the
// accessors below are single asm loads with a memory operand, which the compiler can neither split nor hoist over a
// call. Code on a system stack never migrates and may use gort_tcb as it likes.
#pragma once
#include <cstddef>
#include <cstdint>

#include "base/tcb_offsets.h"

namespace gort {

struct g;
struct m;
struct segment;
struct sigstack;

struct tcb {
  segment* seg;      // segment that the running goroutine's rsp lies in; null on threads that the runtime has not met
  uint8_t* msp;      // where the system stack goes on: below all foreign frames of the running goroutine
  uint64_t fseq;     // odd while the thread is in foreign code; sysmon reads it as state and tick at once
  uint8_t preempt;   // sticky: someone wants this thread's goroutine to yield
  uint8_t steal;     // sysmon looks at, or has taken, the P
  uint8_t insignal;  // depth of handlers of the program that this thread is in (cgo/csignal.cpp)
  uint8_t pad[5];
  g* curg;  // the goroutine that this thread runs; null while it schedules
  m* mp;
  uint64_t gsp;              // rsp of the goroutine where it went over to the system stack
  void* xfree;               // free xsave buffers, linked through their first word
  uint64_t m0sp;             // rsp of gort_mstart: where an M that ends returns to
  int64_t errno_off;         // offset of C's errno from the thread pointer
  uint64_t grbp;             // rbp of the goroutine where it went over to the system stack
  gort::sigstack* sigstack;  // where signal handlers run; null on threads that the runtime has not met
};

extern "C" __attribute__((tls_model("local-exec"))) __thread tcb gort_tcb;

static_assert(offsetof(tcb, seg) == TCB_SEG && offsetof(tcb, msp) == TCB_MSP && offsetof(tcb, fseq) == TCB_FSEQ);
static_assert(offsetof(tcb, preempt) == TCB_PREEMPT && offsetof(tcb, steal) == TCB_STEAL);
static_assert(offsetof(tcb, curg) == TCB_CURG && offsetof(tcb, mp) == TCB_M && offsetof(tcb, gsp) == TCB_GSP);
static_assert(offsetof(tcb, xfree) == TCB_XFREE && offsetof(tcb, m0sp) == TCB_M0SP);
static_assert(offsetof(tcb, insignal) == TCB_INSIGNAL);
static_assert(offsetof(tcb, errno_off) == TCB_ERRNO_OFF && offsetof(tcb, grbp) == TCB_RBP);

// The running goroutine. Right on any stack.
inline g* getg() {
  g* gp;
  __asm__ volatile("movq %%fs:gort_tcb@tpoff+%c1, %0" : "=r"(gp) : "i"(TCB_CURG));
  return gp;
}
// The thread's M. On a goroutine's stack it may be another one after the next call.
inline m* getm() {
  m* mp;
  __asm__ volatile("movq %%fs:gort_tcb@tpoff+%c1, %0" : "=r"(mp) : "i"(TCB_M));
  return mp;
}
// The segment that rsp lies in. On a goroutine's stack.
inline segment* get_segment() {
  segment* s;
  __asm__ volatile("movq %%fs:gort_tcb@tpoff+%c1, %0" : "=r"(s) : "i"(TCB_SEG));
  return s;
}
// In a handler of the program, which runs on the signal stack.
inline bool in_signal_handler() {
  uint8_t depth;
  __asm__ volatile("movb %%fs:gort_tcb@tpoff+%c1, %0" : "=r"(depth) : "i"(TCB_INSIGNAL));
  return depth != 0;
}
inline uint64_t thread_pointer() {
  uint64_t fs;
  __asm__("movq %%fs:0, %0" : "=r"(fs));
  return fs;
}
// Address of this thread's stack limit.
inline uint64_t* limit_address() { return reinterpret_cast<uint64_t*>(thread_pointer() + TLS_LIMIT); }

// Fields that other threads read or write (fseq, preempt, steal, the limit) are shared with assembly, so they are plain
// words; C++ touches them through these.
template <class T>
inline T load_relaxed(const T& x) {
  return __atomic_load_n(&x, __ATOMIC_RELAXED);
}
template <class T>
inline void store_relaxed(T& x, T value) {
  __atomic_store_n(&x, value, __ATOMIC_RELAXED);
}

// A limit that every prologue finds too high, and, compared as signed, every dynamic alloca (asm_amd64.h).
inline constexpr uint64_t kPoison = INT64_MAX;

}  // namespace gort
