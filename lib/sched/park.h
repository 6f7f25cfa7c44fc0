// lib/sched/park.h: gopark, inlined: for goroutine-side code that parks with a lock held, which must not pass a
// prologue (where it could be preempted) before the unlock function has given the lock back.
#pragma once
#include "sched/proc.h"

namespace gort {

[[gnu::always_inline]] inline void gopark_inline(bool (*unlockf)(g*, void*), void* lock, wait_reason why) {
  m* mp = getm();
  mp->wait_unlockf = unlockf;
  mp->wait_lock = lock;
  mp->wait_why = why;
  gort_mcall(park_m);
}

}  // namespace gort
