// lib/sched/timer.h: timers, and each P's heap of them.
//
// A timer says: at `when` (and then every `period`) call f(arg, seq, delta), delta being how late that is. f is native
// code; it runs on a system stack, with a P and without locks, and must be short: it makes goroutines ready or starts
// them. A goroutine that sleeps has no timer. Nobody can stop or change a sleep, so an item of the heap is all there is
// of it.
//
// Each P has a 4-ary heap of items. It runs what is due there whenever it schedules; a P out of work does it for the
// others too; and when all are busy, sysmon asks one to yield (sysmon.cpp). An M that finds nothing to do waits for the
// clock until the first item of all heaps is due (poll.cpp).
//
// Whoever stops or changes a timer cannot take it out of a heap in passing, since that is another P's business: it
// marks it, and the heap is put right when the item comes to the top or when a quarter of the items are dead. States as
// bits:
//
//   heaped    in the heap of *ts
//   modified  `when` no longer agrees with the item's; only with heaped. ts->min_modified is a lower bound of these
//   zombie    stopped, to be taken out; only with heaped
//
// A timer that sends on a channel (is_chan) leaves no stale value there: stop and reset empty the channel, and a send
// that the scheduler has begun to prepare when they come is dropped: it compares seq, which they count up under both
// locks.
//
// Locks: send_lock, then the channel's, then a heap's, then a timer's. The semantics, the states, and the order in
// which `adjust` writes the two minima are Go 1.26's (runtime/time.go).
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/mutex.h"
#include "base/relaxed.h"

namespace gort {

struct g;
struct m;
struct p;
struct timers;

struct timer {
  mutex mu{lock_rank::timer};
  std::atomic<uint8_t> astate{0};  // state as it was at the last unlock, for a look without the lock
  uint8_t state = 0;
  bool is_chan = false;  // immutable
  uint32_t blocked = 0;  // goroutines that wait on the channel
  uint32_t process = 0;  // which process put it in a heap (timer_forked)
  int64_t when = 0;      // 0: not running
  int64_t period = 0;    // 0: once
  void (*f)(void* arg, uintptr_t seq, int64_t delta) = nullptr;
  void* arg = nullptr;   // of a channel's timer: the channel
  uintptr_t seq = 0;     // handed to f, to know stale calls by; a channel's timer counts its changes here
  timers* ts = nullptr;  // the heap that it is in
  mutex send_lock{lock_rank::timer_send};  // held over the send on the channel
  std::atomic<int32_t> is_sending{0};      // f is about to be called: stop and reset still win
};

// when > 0, period >= 0. f null keeps f, arg and seq. True: the timer was running. All these [g0], with a P.
bool timer_modify(timer* t, int64_t when, int64_t period, void (*f)(void*, uintptr_t, int64_t), void* arg,
                  uintptr_t seq);
bool timer_reset(timer* t, int64_t when, int64_t period);
// True: it was running and will not call f any more. False: it has called f, or was not running.
bool timer_stop(timer* t);

// Empties the channel of a timer with this arg; true when there was a value. Set by lib/time. [g0]
extern relaxed<bool (*)(void* arg)> timer_drain;

// One item: a timer, or the goroutine that sleeps (bit 0 set).
struct timer_item {
  int64_t when;
  uintptr_t what;
};

struct timers {
  mutex mu{lock_rank::timers};
  timer_item* heap GUARDED_BY(mu) = nullptr;  // children of one parent share a cache line
  uint32_t n GUARDED_BY(mu) = 0;
  uint32_t capacity GUARDED_BY(mu) = 0;
  std::atomic<uint32_t> len{0};  // n as it was at the last unlock
  std::atomic<int32_t> zombies{0};
  std::atomic<int64_t> min_heap{0};      // heap[0].when; 0: empty
  std::atomic<int64_t> min_modified{0};  // at most the least `when` of modified timers; 0: none

  // When the first of them is due; 0: none. min_modified first: `adjust` clears it after it has lowered min_heap.
  int64_t wake_time() const {
    int64_t modified = min_modified.load(std::memory_order_seq_cst), first = min_heap.load(std::memory_order_seq_cst);
    return first == 0 || (modified != 0 && modified < first) ? modified : first;
  }
};

// ---- for the scheduler [g0]
// Runs what is due in from's heap; goroutines that wake go to mp's P. `now`: 0, or the time, and then the time. `until`
// is lowered to when the next one is due (0: none so far). True: something ran.
bool timers_check(m* mp, p* from, int64_t& now, int64_t& until);
bool timers_check_all(m* mp, int64_t& now);
int64_t next_timer();              // when the first of all Ps' timers is due; 0: there is none
void timers_take(p* to, p* from);  // world stopped: from goes away
void timers_forked(p* pp);         // in a fork's child: nobody waits any more
bool sleep_park(g* gp, void* ns);  // an unlock function for gopark: gp sleeps

}  // namespace gort
