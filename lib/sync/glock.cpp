// The slow halves of glock; see glock.h.
//
// Taking a lock over from another processor costs ten times of what is done under it, for both. Threads that use one
// lock without a pause would take it from one another every time. So who finds it held stays away, for twice as long
// each time that happens again soon, up to the time of some hundred operations, which the other does meanwhile at full
// speed. Who seldom meets another hardly waits.
#include "sync/glock.h"

#include "base/os_linux.h"
#include "sched/proc.h"

namespace gort {

namespace {
// In ticks of the processor's clock: two to four of them are a nanosecond.
constexpr uint64_t kFirstAway = 100, kLongestAway = 12000, kSoon = 8000;

// When this thread last got a contended lock, and how long it had stayed away.
thread_local uint64_t last, away;
}  // namespace

void glock_slow(glock* l) {
  uint64_t now = __builtin_ia32_rdtsc();
  away = now - last > kSoon ? kFirstAway : away * 2 < kLongestAway ? away * 2 : kLongestAway;
  auto try_lock = [l, &now] {
    uint32_t free = 0;
    bool got = l->state_.load(std::memory_order_relaxed) == 0 &&
               l->state_.compare_exchange_strong(free, 1, std::memory_order_acquire, std::memory_order_relaxed);
    if (got) last = now;
    return got;
  };
  for (;;) {
    for (int turn = 0; turn < 5; turn++) {
      for (uint64_t until = now + away; now < until; now = __builtin_ia32_rdtsc()) __builtin_ia32_pause();
      // If it is held, then for some ten nanoseconds, as a rule.
      for (int tries = 0; tries < 10; tries++) {
        if (try_lock()) return;
        __builtin_ia32_pause();
      }
    }
    // The holder's thread may be off its processor.
    for (int turn = 0; turn < 3; turn++) {
      os::osyield();
      if (try_lock()) return;
    }
    l->asleep_.store(1, std::memory_order_seq_cst);
    if (have_membarrier) os::membarrier();
    if (try_lock()) return;
    os::futex_wait(reinterpret_cast<const volatile uint32_t*>(&l->asleep_), 1, have_membarrier ? -1 : 50000);
    // For those who still sleep: this thread's unlock is to wake the next one.
    l->asleep_.store(1, std::memory_order_relaxed);
    now = __builtin_ia32_rdtsc();
    if (try_lock()) return;
  }
}

// One wakeup, and then none until the one who is woken has seen that others sleep. Who is about to sleep finds the word
// changed, and does not.
void glock_wake(glock* l) {
  l->asleep_.store(0, std::memory_order_relaxed);
  os::futex_wake(reinterpret_cast<const volatile uint32_t*>(&l->asleep_), 1);
}

}  // namespace gort
