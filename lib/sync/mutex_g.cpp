// lib/sync/mutex_g.cpp: the slow halves; see mutex.h.
#include "sched/proc.h"
#include "sched/systemstack.h"
#include "sync/lock_watch.h"
#include "sync/mutex.h"
#include "sync/sema.h"

namespace gort {

namespace {
constexpr int64_t kStarvingAfter = 1000000;  // ns

[[noreturn]] void inconsistent() {
  systemstack(throw_, "sync: inconsistent mutex state");
  __builtin_unreachable();
}
}  // namespace

extern "C" {
void gort_mutex_lock_slow(c_mutex* m) {
  int64_t since = 0;  // when the wait began
  bool starving = false, awake = false;
  int64_t turn = 0;
  int32_t old = m->state.load(std::memory_order_relaxed);
  for (;;) {
    if ((old & (kMutexLocked | kMutexStarving)) == kMutexLocked && can_spin(turn)) {
      // Says that unlock need not wake anybody: we shall take it.
      if (!awake && !(old & kMutexWoken) && old >= kMutexWaiter &&
          m->state.compare_exchange_strong(old, old | kMutexWoken, std::memory_order_relaxed))
        awake = true;
      do_spin();
      turn++;
      old = m->state.load(std::memory_order_relaxed);
      continue;
    }
    bool held = old & (kMutexLocked | kMutexStarving);
    int32_t next = old;
    if (!(old & kMutexStarving)) next |= kMutexLocked;
    if (held) next += kMutexWaiter;
    if (starving && (old & kMutexLocked)) next |= kMutexStarving;
    if (awake) {
      if (!(next & kMutexWoken)) inconsistent();
      next &= ~kMutexWoken;
    }
    if (!m->state.compare_exchange_strong(old, next, std::memory_order_acquire, std::memory_order_relaxed)) continue;
    if (!held) return;
    bool again = since != 0;
    if (!again) since = lock_clock();
    semacquire(&m->sema, again, wait_reason::mutex_lock);
    starving = starving || lock_clock() - since > kStarvingAfter;
    old = m->state.load(std::memory_order_relaxed);
    if (old & kMutexStarving) {
      // It was handed to us: not marked locked yet, and we still count as a waiter.
      if ((old & (kMutexLocked | kMutexWoken)) || old < kMutexWaiter) inconsistent();
      int32_t delta = kMutexLocked - kMutexWaiter;
      if (!starving || old < 2 * kMutexWaiter) delta -= kMutexStarving;
      m->state.fetch_add(delta, std::memory_order_acquire);
      return;
    }
    awake = true;
    turn = 0;
  }
}

void gort_mutex_unlock_slow(c_mutex* m, int32_t state) {
  if (!((state + kMutexLocked) & kMutexLocked)) lock_fatal("sync: unlock of unlocked mutex");
  if (state & kMutexStarving) return semrelease(&m->sema, true);
  for (;;) {
    // Nobody waits, or somebody is awake or has it already.
    if (state < kMutexWaiter || (state & (kMutexLocked | kMutexWoken | kMutexStarving))) return;
    if (m->state.compare_exchange_strong(state, (state - kMutexWaiter) | kMutexWoken, std::memory_order_relaxed))
      return semrelease(&m->sema, false);
  }
}

void gort_mutex_lock(c_mutex* m) {
  mutex_lock(m);
  watch_taken(m, false);
}
void gort_mutex_unlock(c_mutex* m) {
  watch_released(m);
  mutex_unlock(m);
}
bool gort_mutex_try_lock(c_mutex* m) {
  if (!mutex_try_lock(m)) return false;
  watch_taken(m, false);
  return true;
}
}

}  // namespace gort
