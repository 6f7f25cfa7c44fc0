// A program's timers, on goroutines' stacks; see timer.h. Checked code.
#include "sched/proc.h"
#include "sched/systemstack.h"
#include "sync/chan.h"
#include "time/timer.h"

namespace gort {

extern "C" void runtime_Gosched();

void timer_run_call(void* p) {
  auto* call = static_cast<timer_call*>(p);
  bool current;
  systemstack(timer_call_begin, call, &current);
  if (!current) return;
  using code = void (*)(funcval*, void* argtype, void* argdata, uintptr_t seq, int64_t delta);
  reinterpret_cast<code>(reinterpret_cast<void*>(call->f->fn))(call->f, call->argtype, call->argdata, call->seq,
                                                               call->delta);
  systemstack(timer_call_end, call);
}

namespace {
// f does not wait for anything: its end is near.
bool until_done(void (*fn)(time_timer*, timer_step*), time_timer* t, timer_step* step) {
  for (;;) {
    systemstack(fn, t, step);
    if (!step->again) return step->pending;
    runtime_Gosched();
  }
}
}  // namespace

extern "C" {
bool time_stopTimer(time_timer* t) {
  timer_step step{};
  return until_done(timer_stop_step, t, &step);
}
bool time_resetTimer(time_timer* t, int64_t when, int64_t period) {
  timer_step step{when, period, false, false, false};
  return until_done(timer_reset_step, t, &step);
}

time_timer* gort_timer_func(int64_t ns, int64_t period, void (*fn)(void*), void* arg) {
  timer_wish wish{fn, arg, nullptr, nullptr};
  systemstack(timer_make_func, ns, period, &wish);
  return wish.made;
}
time_timer* gort_timer_chan(int64_t ns, int64_t period) {
  timer_wish wish{nullptr, nullptr, makechan_untyped(sizeof(int64_t), 1), nullptr};
  systemstack(timer_make_chan, ns, period, &wish);
  return wish.made;
}
hchan* gort_timer_channel(time_timer* t) { return t->c; }
hchan* gort_after(int64_t ns) { return gort_timer_chan(ns, 0)->c; }
bool gort_timer_reset(time_timer* t, int64_t ns, int64_t period) {
  timer_step step{ns, period, true, false, false};
  return until_done(timer_reset_step, t, &step);
}
}

}  // namespace gort
