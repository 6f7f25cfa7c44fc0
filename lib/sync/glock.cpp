// The slow halves of glock; see glock.h.
#include "sync/glock.h"

#include "base/os_linux.h"
#include "sched/proc.h"

namespace gort {

void glock_slow(glock* l) {
  auto try_lock = [l] {
    uint32_t free = 0;
    return l->state_.load(std::memory_order_relaxed) == 0 &&
           l->state_.compare_exchange_strong(free, 1, std::memory_order_acquire, std::memory_order_relaxed);
  };
  // Held for some ten nanoseconds, as a rule.
  for (int spin = 0; spin < 100; spin++) {
    if (try_lock()) return;
    __builtin_ia32_pause();
  }
  // The holder's thread may be off its processor.
  for (int turn = 0; turn < 3; turn++) {
    os::osyield();
    if (try_lock()) return;
  }
  l->sleepers_.fetch_add(1, std::memory_order_seq_cst);
  if (have_membarrier) os::membarrier();
  while (!try_lock())
    os::futex_wait(reinterpret_cast<const volatile uint32_t*>(&l->state_), 1, have_membarrier ? -1 : 50000);
  l->sleepers_.fetch_sub(1, std::memory_order_relaxed);
}

void glock_wake(glock* l) { os::futex_wake(reinterpret_cast<const volatile uint32_t*>(&l->state_), 1); }

}  // namespace gort
