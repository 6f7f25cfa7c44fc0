// lib/sched/sigstack.h: the stacks that a thread handles signals on.
//
// A goroutine's segment may have a few hundred bytes left when a signal comes, so every handler runs on an alternate
// stack, one a thread. A handler of the program is checked code, though, and wants a segment; the C functions that it
// calls want a system stack. The alternate stack has both:
//
//   guard page | system part: what the program's handlers call | checked part: signal frames, | sigstack
//              |                                                | the program's handlers         |
//
// To the kernel it is one alternate stack: a signal that comes while a handler runs, in whichever part, goes below it.
// If the parts were two stacks, the kernel would take one of them for unused and overwrite it. For the same reason a
// handler's stack does not grow beyond its part.
//
// `signal_frame` records what a handler of the program interrupted, so that it can be put back, and so that a traceback
// finds its way on (debug/walk.cpp).
#pragma once
#include <signal.h>

#include "sched/runtime2.h"

namespace gort {

struct signal_frame {
  signal_frame* outer;
  const ucontext_t* context;
  // Of the tcb, as it was.
  segment* seg;
  uint8_t* msp;
  uint64_t gsp, grbp;
  g* curg;
  uint64_t limit;
  uint8_t* system;  // native code of the handler lies below
  int32_t errno_;
  bool outside;
  bool on_program_stack;  // as the program believes
};

struct sigstack {
  segment seg;           // the checked part
  uint8_t *lo, *hi;      // the system part
  signal_frame* frames;  // innermost first
  bool installed;        // the kernel knows it
  stack_t program;       // what the program believes it has set (cgo/csignal.cpp), or had set before we came
  g stand_in;            // for handlers on threads that run no goroutine at that moment
  sigstack* next;        // free list
};

void sigstack_init();      // [g0] gives this thread its stack
void sigstack_end();       // [g0] takes it away; the thread ends
sigstack* sigstack_map();  // a fresh one, not yet installed; null: no memory. Good in signal handlers

}  // namespace gort
