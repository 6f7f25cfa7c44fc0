// lib/base/mutex.h: the runtime's lock. A futex with a short spin; fair enough, small, usable on any system stack.
//
// Three states: 0 free, 1 held, 2 held and someone may sleep. clang's thread-safety analysis checks who holds what.
// In debug builds each lock has a rank, and a thread may only take locks of higher rank than those it holds
// (lock_rank below is the whole order).
#pragma once
#include <atomic>
#include <cstdint>

#define GORT_CAPABILITY(x) __attribute__((capability(x)))
#define GORT_SCOPED __attribute__((scoped_lockable))
#define GUARDED_BY(x) __attribute__((guarded_by(x)))
#define REQUIRES(...) __attribute__((requires_capability(__VA_ARGS__)))
#define ACQUIRE(...) __attribute__((acquire_capability(__VA_ARGS__)))
#define RELEASE(...) __attribute__((release_capability(__VA_ARGS__)))
#define TRY_ACQUIRE(...) __attribute__((try_acquire_capability(__VA_ARGS__)))
#define EXCLUDES(...) __attribute__((locks_excluded(__VA_ARGS__)))
#define NO_THREAD_SAFETY __attribute__((no_thread_safety_analysis))

namespace gort {

// The lock order: a lock may be taken while holding locks of lower rank only.
enum class lock_rank : uint8_t {
  stop_world,   // semacquire of world stopping
  timer_send,   // a timer's sends on its channel
  waiter,       // locks handed to gopark
  lock_watch,   // who holds which lock of the program's
  poll_init,    // setting up the network poller
  poll_cache,   // the list of pollDescs
  poll_desc,    // one pollDesc
  timers,       // a P's heap of timers
  timer,        // one timer
  new_threads,  // what the template thread is to start: deadlines are set, and may wake an M, under a pollDesc's lock
  sched,        // sched.lock
  allg,         // the list of all goroutines
  gfree,        // global free lists of goroutines
  stack,        // segment depots and arenas
  defer,        // free records of deferred calls
  itab,         // adding to the interface tables (lang/itab.h)
  region,       // memory for the program
  print,        // fatal messages
};

class GORT_CAPABILITY("mutex") mutex {
 public:
  constexpr explicit mutex(lock_rank rank) : rank_(rank) {}
  mutex(const mutex&) = delete;

  void lock() ACQUIRE() {
    uint32_t free = 0;
    if (!state_.compare_exchange_strong(free, 1, std::memory_order_acquire, std::memory_order_relaxed)) lock_slow();
    held(true);
  }
  void unlock() RELEASE() {
    held(false);
    if (state_.exchange(0, std::memory_order_release) == 2) wake();
  }
  bool try_lock() TRY_ACQUIRE(true) {
    uint32_t free = 0;
    bool ok = state_.compare_exchange_strong(free, 1, std::memory_order_acquire, std::memory_order_relaxed);
    if (ok) held(true);
    return ok;
  }
  // try_lock for a process that is going down, whatever this thread holds already.
  bool seize() NO_THREAD_SAFETY {
    uint32_t free = 0;
    return state_.compare_exchange_strong(free, 1, std::memory_order_acquire, std::memory_order_relaxed);
  }
  // In the child of a fork: whoever held it is not there.
  void forget() {
#ifdef GORT_DEBUG
    held(false);
#endif
    state_.store(0, std::memory_order_relaxed);
  }

 private:
  void lock_slow();
  void wake();
#ifdef GORT_DEBUG
  void held(bool now);
#else
  void held(bool) {}
#endif
  std::atomic<uint32_t> state_{0};
  [[maybe_unused]] lock_rank rank_;
};

class GORT_SCOPED lock_guard {
 public:
  explicit lock_guard(mutex& mu) ACQUIRE(mu) : mu_(mu) { mu.lock(); }
  ~lock_guard() RELEASE() { mu_.unlock(); }
  lock_guard(const lock_guard&) = delete;

 private:
  mutex& mu_;
};

// A note: one sleeper, one waker, once. clear() before each use.
class note {
 public:
  void clear() { key_.store(0, std::memory_order_relaxed); }
  // Waits for wakeup(); false when ns (>= 0) nanoseconds passed before.
  bool sleep(int64_t ns = -1);
  void wakeup();

 private:
  std::atomic<uint32_t> key_{0};
};

}  // namespace gort
