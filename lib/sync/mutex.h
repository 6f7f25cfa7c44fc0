// lib/sync/mutex.h: the mutex of C programs (gort_mutex), with Go's fairness (internal/sync/mutex.go).
//
// In normal mode a waiter that is woken competes with those who come by, who are already running and mostly win. One
// that has waited for more than a millisecond makes the mutex starving: then unlock hands it to the first who waits,
// and whoever comes queues up. The last waiter, or one that waited less, ends that.
//
// state: bit 0 locked, bit 1 a waiter is awake and will look by itself, bit 2 starving, from bit 3 on the number of
// waiters. The fast halves are inline in gort.h: 0 -> 1 by compare-and-swap, and minus 1.
#pragma once
#include <atomic>
#include <cstdint>

namespace gort {

struct c_mutex {
  std::atomic<int32_t> state;
  uint32_t sema;
};

inline constexpr int32_t kMutexLocked = 1, kMutexWoken = 2, kMutexStarving = 4, kMutexWaiter = 8;

extern "C" {
void gort_mutex_lock_slow(c_mutex* m);
void gort_mutex_unlock_slow(c_mutex* m, int32_t state);
void gort_mutex_lock(c_mutex* m);
void gort_mutex_unlock(c_mutex* m);
}

[[gnu::always_inline]] inline void mutex_lock(c_mutex* m) {
  int32_t free = 0;
  if (!m->state.compare_exchange_strong(free, kMutexLocked, std::memory_order_acquire)) gort_mutex_lock_slow(m);
}
[[gnu::always_inline]] inline bool mutex_try_lock(c_mutex* m) {
  int32_t old = m->state.load(std::memory_order_relaxed);
  return !(old & (kMutexLocked | kMutexStarving)) &&
         m->state.compare_exchange_strong(old, old | kMutexLocked, std::memory_order_acquire,
                                          std::memory_order_relaxed);
}
[[gnu::always_inline]] inline void mutex_unlock(c_mutex* m) {
  int32_t state = m->state.fetch_sub(kMutexLocked, std::memory_order_release) - kMutexLocked;
  if (state != 0) gort_mutex_unlock_slow(m, state);
}

}  // namespace gort
