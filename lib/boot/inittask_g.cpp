// lib/boot/inittask_g.cpp: running init tasks (BOOT row 17). Checked code: it calls the module's functions on
// goroutine 1.
#include "boot/inittask.h"
#include "boot/trace.h"
#include "sched/proc.h"
#include "sched/systemstack.h"

namespace gort {

inittrace_t inittrace;

void do_init(inittask* t) {
  if (t->state == 2) return;
  if (t->state == 1) systemstack(throw_, "recursive call during initialization - linker skew");
  t->state = 1;
  for (uintptr_t i = 0; i < t->ndeps; i++) do_init(t->deps()[i]);
  if (t->nfns == 0) {
    t->state = 2;
    return;
  }
  int64_t start = 0;
  inittrace_t before{};
  if (inittrace.active) {
    systemstack(trace_clock, &start);
    before = inittrace;
  }
  for (uintptr_t i = 0; i < t->nfns; i++) t->fns()[i]();
  if (inittrace.active) systemstack(trace_init, t, start, &before);
  t->state = 2;
}

}  // namespace gort
