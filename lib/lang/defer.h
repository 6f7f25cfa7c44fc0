// lib/lang/defer.h: deferred calls.
//
// A function that defers has a defer_frame in its own frame and announces it once, on entry (runtime_deferprep). The
// frame notes where the function goes on when one of its deferred calls has recovered a panic: deferprep returns a
// second time then, as setjmp does, with 1. Deferred calls hang on the frame as defer_records, in memory of the
// runtime's or in the function's own frame. On its way out the function calls runtime_deferreturn, which runs them.
//
//   g.defers -> frame -> frame -> ...       innermost function first
//                 |
//                 +-> record -> record      newest call first
//
// Nothing here looks at the stack: the chain says which functions have something to run, and a recovery is a few loads
// and a jump. Go (runtime/panic.go) finds frames by unwinding.
//
// Functions that are left by other ways take their frames with them: defer_cut.
#pragma once
#include "sched/runtime2.h"

namespace gort {

// A defer_record's address and two bits: DEFER_HEAP, the runtime has made it and uses it again; DEFER_C, a C function
// and its argument instead of a funcval.
using defer_ref = uint64_t;

// One deferred call. Front ends know the first two words: they may make a record in their function's frame and link it
// themselves.
struct defer_record {
  defer_ref link;
  void* fn;
  void* arg;  // only with DEFER_C
};
static_assert(offsetof(defer_record, link) == RECORD_LINK && offsetof(defer_record, fn) == RECORD_FN);
static_assert(offsetof(defer_record, arg) == RECORD_ARG);

// Known to assembly (base/tcb_offsets.h). The ABI reserves 16 words for it.
struct defer_frame {
  uint64_t rbx, rbp, r12, r13, r14, r15, rsp, rip;
  segment* seg;
  uint8_t* msp;  // the system stack's level
  defer_frame* link;
  defer_ref head;
  defer_record first;  // for the call that gort_defer finds nothing before; most functions have just one
};
static_assert(offsetof(defer_frame, rbx) == FRAME_RBX && offsetof(defer_frame, rbp) == FRAME_RBP);
static_assert(offsetof(defer_frame, r12) == FRAME_R12 && offsetof(defer_frame, r13) == FRAME_R13);
static_assert(offsetof(defer_frame, r14) == FRAME_R14 && offsetof(defer_frame, r15) == FRAME_R15);
static_assert(offsetof(defer_frame, rsp) == FRAME_RSP && offsetof(defer_frame, rip) == FRAME_RIP);
static_assert(offsetof(defer_frame, seg) == FRAME_SEG && offsetof(defer_frame, msp) == FRAME_MSP);
static_assert(offsetof(defer_frame, link) == FRAME_LINK && offsetof(defer_frame, head) == FRAME_HEAD);
static_assert(offsetof(defer_frame, first) == FRAME_FIRST && sizeof(defer_frame) <= 128);

// pthread_cleanup_push in C without exceptions: glibc's macro calls __sigsetjmp on a __pthread_unwind_buf_t, in which
// gort_sigsetjmp (cgo/setjmp_amd64.S) leaves this, and registers it (cgo/cancel.cpp).
struct cleanup {
  uint64_t rbx, rbp, r12, r13, r14, r15, rsp, rip;
  segment* seg;
  uint8_t* msp;
  uint32_t has_mask;  // 0, and
  uint32_t was_async;
  union {  // no mask is saved
    cleanup* link;
    void* exception;  // that the handler interrupts
  };
  uint64_t signal_depth;
};
static_assert(offsetof(cleanup, rsp) == CLEANUP_RSP && offsetof(cleanup, link) == CLEANUP_LINK);
static_assert(sizeof(cleanup) == 104);  // __pthread_unwind_buf_t

// What to call, with which first argument.
struct deferred_call {
  void (*code)(void*);
  void* arg;
};

// Whether (seg, sp) lies nearer to the goroutine's entry than (inner, inner_sp), which is alive.
[[gnu::always_inline]] inline bool is_outside(const segment* seg, uint64_t sp, const segment* inner,
                                              uint64_t inner_sp) {
  if (seg == inner) return sp > inner_sp;
  while (inner && inner != seg) inner = inner->prev;
  return inner == seg;
}

// [g] Takes the newest record off f. code null: a nil function was deferred.
deferred_call defer_pop(defer_frame* f);

// On the system stack.
void defer_refill();  // this P has no free records
void defer_flush();   // this P has too many
void defer_forked();

inline constexpr uint32_t kDeferBatch = 128;

}  // namespace gort
