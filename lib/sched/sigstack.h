// lib/sched/sigstack.h: the stacks that a thread handles signals on.
//
// A goroutine's segment may have a few hundred bytes left when a signal comes, so every handler runs on an alternate
// stack, one a thread. A handler of the program is checked code, though, and wants a segment; the C functions that it
// calls want a system stack. One mapping has both:
//
//   guard page | alternate stack: signal frames, native handlers, what the program's | segment: the program's | sigstack
//              | handlers call                                                       | handlers              |
//
// `signal_frame` records what the outermost part of a handler interrupted, so that it can be put back, and so that a
// traceback finds its way on (debug/traceback.cpp). The frames lie on the alternate stack.
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
  int32_t errno_;
  bool outside;
};

struct sigstack {
  segment seg;           // the checked half; where handlers of depth 1 start
  uint8_t *lo, *hi;      // the alternate stack
  signal_frame* frames;  // innermost first
  stack_t before;        // what the thread had before
  stack_t program;       // what the program believes it has set (cgo/csignal.cpp)
  g stand_in;            // for handlers on threads that run no goroutine at that moment
  sigstack* next;        // free list
};

void sigstack_init();              // [g0] gives this thread its stacks
void sigstack_end();               // [g0] takes them away; the thread ends
sigstack* sigstack_map();          // fresh ones, not yet installed; null: no memory. Good in signal handlers
segment* sigstack_grow(uint64_t need);  // the next segment for a handler of the program. Good in signal handlers
void sigstack_shrink(sigstack* s);      // gives those back

}  // namespace gort
