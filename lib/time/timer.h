// lib/time/timer.h: a program's timer, and what happens when it goes off.
//
//   made by                      when it goes off
//   time_newTimer, no channel    a goroutine calls f(arg, seq, delta)
//   time_newTimer, a channel     the same; f sends on the channel without waiting
//   gort_timer_func              a goroutine calls fn(arg)
//   gort_timer_chan              the runtime sends the time on the channel, without waiting
//
// Go's runtime calls f in the scheduler. Here f is the module's code, which runs on goroutines' stacks only.
//
// A channel's timer leaves no stale value: stop and reset empty the channel, and a call of f that has begun when they
// come is waited for first (`sending`), one that has not begun is dropped (timer::seq).
#pragma once
#include "sched/runtime2.h"
#include "sched/timer.h"

namespace gort {

struct hchan;

// Begins as Go's time.Timer and time.Ticker do.
struct time_timer {
  hchan* c;
  bool init;
  timer t;
  funcval* f;  // of time_newTimer, and its argument, an interface
  void *argtype, *argdata;
  void (*fn)(void*);  // of gort_timer_func
  void* arg;
  std::atomic<int32_t> sending;  // f is being called for the channel's sake
};

// One call of f.
struct timer_call {
  time_timer* timer;
  funcval* f;
  void *argtype, *argdata;
  uintptr_t seq;
  int64_t delta;
};

// [g0] What timer_g.cpp needs of the system stack. Results go out through pointers.
void timer_call_begin(timer_call* call, bool* current);
void timer_call_end(timer_call* call);
struct timer_wish {
  void (*fn)(void*);
  void* arg;
  hchan* c;
  time_timer* made;
};
void timer_make_func(int64_t ns, int64_t period, timer_wish* wish);
void timer_make_chan(int64_t ns, int64_t period, timer_wish* wish);
// Stops or resets. again: a call of f for the channel has begun before and not ended; let it, and take the step once
// more.
struct timer_step {
  int64_t when, period;
  bool relative;
  bool pending, again;
};
void timer_stop_step(time_timer* t, timer_step* step);
void timer_reset_step(time_timer* t, timer_step* step);

// [g] What the goroutine of a call runs.
void timer_run_call(void* call);

}  // namespace gort
