// lib/cgo/sjlj.cpp: LLVM's own setjmp, for front ends that use it and for C's __builtin_setjmp.
//
// The compiler's code restores the frame pointer and the stack pointer, and knows nothing of segments and of the system
// stack's level. The loader calls these two beside it (compiler/passes/sjlj.cpp): one before the setjmp, one first of
// all where a longjmp lands. `words` are the two of the buffer's five that LLVM leaves free; the stack pointer is in
// front of them.
//
// The system stack's level is kept as a depth: between the two the goroutine may have moved to another M, whose stack
// is another. (With foreign frames below it, depth above zero, it cannot have moved.)
//
// Both run on the system stack: at a landing the limit is still that of the segment left behind.
#include "lang/panic.h"
#include "sched/runtime2.h"

using namespace gort;

extern "C" void gort_sjlj_mark(uint64_t* words) {
  words[0] = reinterpret_cast<uint64_t>(gort_tcb.seg);
  words[1] = gort_tcb.mp->g0_top - gort_tcb.msp;
}

extern "C" void gort_sjlj_land(const uint64_t* words) {
  gort_defer_cut(gort_tcb.curg, reinterpret_cast<segment*>(words[0]), words[-1]);
  gort_tcb.seg = reinterpret_cast<segment*>(words[0]);
  gort_tcb.msp = gort_tcb.mp->g0_top - words[1];
  // Store the limit, then look at the flag: whoever asks for preemption sets the flag first.
  __atomic_store_n(limit_address(), gort_tcb.seg->limit, __ATOMIC_SEQ_CST);
  if (load_relaxed(gort_tcb.preempt)) store_relaxed(*limit_address(), kPoison);
}
