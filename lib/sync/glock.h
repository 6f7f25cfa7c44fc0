// lib/sync/glock.h: the lock of channels and semaphores, the one lock that is held on goroutines' stacks.
//
// Why that is right although locks otherwise live on system stacks: a goroutine loses its thread only in a prologue
// that finds the limit poisoned, or by a signal while its pc is in module code. Between lock and unlock there is
// neither, as long as the code in between is inlined and calls only assembly (gort_mcall, gort_systemstack) and leaf
// functions. The test stacks/goroutine_side holds the files to that. So the holder keeps its thread and its P, and
// whoever waits may wait as an M: shortly. Nobody parks with the lock held; the unlock function of gopark, on the
// system stack, gives it back.
//
// Locking is one compare-and-swap, unlocking a plain store and a plain load. What makes the plain store enough: a
// waiter that is about to sleep says so in `asleep`, lets every thread of the process pass a fence (membarrier), and
// tries once more. An unlock whose load came before the fence has its store visible after it, so the waiter sees the
// lock free; one whose load comes after sees the sleeper and wakes it. Where the system has no membarrier, sleepers
// look again every 50 microseconds.
#pragma once
#include <atomic>
#include <cstdint>

#include "base/mutex.h"
#include "sched/systemstack.h"

#define GORT_INLINE [[gnu::always_inline]] inline

namespace gort {

class glock;
void glock_slow(glock* l);  // [g0]
void glock_wake(glock* l);  // [g0]

// Which stack the code runs on.
enum class side { goroutine, system };

class GORT_CAPABILITY("glock") glock {
 public:
  template <side S>
  GORT_INLINE void lock() ACQUIRE() {
    uint32_t free = 0;
    if (__builtin_expect(state_.compare_exchange_strong(free, 1, std::memory_order_acquire, std::memory_order_relaxed),
                         1))
      return;
    if constexpr (S == side::goroutine)
      systemstack(glock_slow, this);
    else
      glock_slow(this);
  }
  template <side S>
  GORT_INLINE void unlock() RELEASE() {
    state_.store(0, std::memory_order_release);
    // No fence: see above. The compiler keeps the order.
    std::atomic_signal_fence(std::memory_order_seq_cst);
    if (__builtin_expect(asleep_.load(std::memory_order_relaxed) == 0, 1)) return;
    if constexpr (S == side::goroutine)
      systemstack(glock_wake, this);
    else
      glock_wake(this);
  }

 private:
  friend void glock_slow(glock* l);
  friend void glock_wake(glock* l);
  std::atomic<uint32_t> state_{0};   // 0 free, 1 held
  std::atomic<uint32_t> asleep_{0};  // futex word: 1, somebody sleeps
};

}  // namespace gort
