// A program's timers, on the system stack; see timer.h.
#include "time/timer.h"

#include <new>

#include "base/os_linux.h"
#include "mem/malloc.h"
#include "sched/proc.h"
#include "sync/chan.h"
#include "sync/chan_ops.h"

namespace gort {

namespace {
// f of time_newTimer. The call's data go with it: the timer may be reset before the goroutine runs.
void start_call(void* timer, uintptr_t seq, int64_t delta) {
  auto* t = static_cast<time_timer*>(timer);
  auto* call = static_cast<timer_call*>(gort_alloc(sizeof(timer_call)));
  *call = {t, t->f, t->argtype, t->argdata, seq, delta};
  runqput_new(newproc1(timer_run_call, call, 0, false));
}

void start_c_function(void* timer, uintptr_t, int64_t) {
  auto* t = static_cast<time_timer*>(timer);
  runqput_new(newproc1(t->fn, t->arg, 0, false));
}

void send_time(void* timer, uintptr_t, int64_t delta) {
  int64_t due = os::nanotime() - delta;
  chan_try_send_g0(static_cast<time_timer*>(timer)->c, &due);
}

bool drain(void* timer) NO_THREAD_SAFETY {
  hchan* c = static_cast<time_timer*>(timer)->c;
  c->lock.lock<side::system>();
  bool any = c->qcount > 0;
  if (any) take_from_buffer(c, nullptr);
  c->lock.unlock<side::system>();
  return any;
}

time_timer* make(hchan* c) {
  timer_drain = drain;
  auto* t = new (gort_alloc(sizeof(time_timer))) time_timer{};
  t->c = c;
  if (c) {
    if (c->dataqsiz == 0) throw_("invalid timer channel: no capacity");
    t->t.is_chan = true;
    c->of_timer = true;
  }
  return t;
}

int64_t in(int64_t ns) {
  int64_t now = os::nanotime();
  if (ns <= 0) return now;
  return now + ns < now ? INT64_MAX : now + ns;
}
}  // namespace

void timer_call_begin(timer_call* call, bool* current) NO_THREAD_SAFETY {
  time_timer* t = call->timer;
  if (!t->c) {
    *current = true;
    return;
  }
  t->t.send_lock.lock();
  *current = t->t.seq == call->seq;
  if (*current) t->sending.fetch_add(1, std::memory_order_acq_rel);
  t->t.send_lock.unlock();
}
void timer_call_end(timer_call* call) {
  if (call->timer->c) call->timer->sending.fetch_sub(1, std::memory_order_acq_rel);
}

void timer_make_func(int64_t ns, int64_t period, timer_wish* wish) {
  c_main_starts_goroutines();
  time_timer* t = make(nullptr);
  t->fn = wish->fn;
  t->arg = wish->arg;
  timer_modify(&t->t, in(ns), period, start_c_function, t, 0);
  wish->made = t;
}

void timer_make_chan(int64_t ns, int64_t period, timer_wish* wish) {
  time_timer* t = make(wish->c);
  timer_modify(&t->t, in(ns), period, send_time, t, 0);
  wish->made = t;
}

void timer_stop_step(time_timer* t, timer_step* step) {
  step->pending |= timer_stop(&t->t);
  step->again = t->sending.load(std::memory_order_acquire) > 0;
}

void timer_reset_step(time_timer* t, timer_step* step) {
  if (t->sending.load(std::memory_order_acquire) > 0) {
    // What is on its way arrives in a stopped timer's channel, and the next step empties that.
    step->pending |= timer_stop(&t->t);
    step->again = true;
    return;
  }
  step->pending |= timer_reset(&t->t, step->relative ? in(step->when) : step->when, step->period);
  step->again = t->sending.load(std::memory_order_acquire) > 0;
}

extern "C" time_timer* time_newTimer(int64_t when, int64_t period, funcval* f, void* argtype, void* argdata, hchan* c) {
  time_timer* t = make(c);
  t->f = f;
  t->argtype = argtype;
  t->argdata = argdata;
  t->init = true;
  timer_modify(&t->t, when, period, start_call, t, 0);
  return t;
}

}  // namespace gort
