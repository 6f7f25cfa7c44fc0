// lib/sync/mutex.h: the mutex of C programs (gort_mutex), with Go's fairness: those who come by compete with a waiter
// that has been woken, and mostly win, since they run already; a waiter that has waited for more than a millisecond
// makes the mutex starving, and then unlock hands it to the first who waits. A receiver that waited less, or is the
// last, ends that.
//
//   held    1 while somebody has it
//   flags   0 while nobody waits, and for long nobody has
//
// Locking is one compare-and-swap of `held`; unlocking stores 0 there and looks at `flags`: no second atomic operation.
// As with glock, the one who begins to wait makes that enough: the first sets flags (kArmed) and lets every thread pass
// a fence before it looks at `held` for the last time, so either it sees the store, or unlock sees the flag. While
// flags are set unlock makes a fence of its own, so further waiters need none. To spare the next waiter the same, they
// stay set for some 1,000 unlocks after the last has gone.
//
// The rest of flags changes under the lock of the mutex's bucket in the wait table, but for kWoken: a waiter is awake
// and will look by itself, so unlock need not wake another.
//
// Source of the fairness: Go's internal/sync/mutex.go. The fast halves stand in gort.h too.
#pragma once
#include <atomic>
#include <cstdint>

#include "sync/lock_watch.h"

namespace gort {

struct c_mutex {
  std::atomic<uint32_t> held;
  std::atomic<uint32_t> flags;
};

// [g] The halves that may wait or wake. `released`: held has been set to 0 already.
void mutex_lock_slow(c_mutex* m);
void mutex_unlock_slow(c_mutex* m);
void mutex_released(c_mutex* m);

extern "C" {
void gort_mutex_lock(c_mutex* m);
void gort_mutex_unlock(c_mutex* m);
}

[[gnu::always_inline]] inline void mutex_lock(c_mutex* m) {
  uint32_t free = 0;
  if (!m->held.compare_exchange_strong(free, 1, std::memory_order_acquire, std::memory_order_relaxed))
    mutex_lock_slow(m);
}
bool mutex_try_lock(c_mutex* m);
[[gnu::always_inline]] inline void mutex_unlock(c_mutex* m) {
  if (m->flags.load(std::memory_order_relaxed) != 0 || !m->held.load(std::memory_order_relaxed) || runtime_slow_locks)
    return mutex_unlock_slow(m);
  m->held.store(0, std::memory_order_release);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  if (m->flags.load(std::memory_order_relaxed) != 0) mutex_released(m);
}

}  // namespace gort
