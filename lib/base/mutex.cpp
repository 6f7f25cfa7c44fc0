// The slow halves of mutex and note; see mutex.h.
#include "base/mutex.h"

#include "base/os_linux.h"
#include "base/print.h"

namespace gort {

void mutex::lock_slow() {
  for (int spin = 0; spin < 40; spin++) {
    uint32_t free = 0;
    if (state_.load(std::memory_order_relaxed) == 0 &&
        state_.compare_exchange_weak(free, 1, std::memory_order_acquire, std::memory_order_relaxed))
      return;
    __builtin_ia32_pause();
  }
  while (state_.exchange(2, std::memory_order_acquire) != 0)
    os::futex_wait(reinterpret_cast<const volatile uint32_t*>(&state_), 2, -1);
}

void mutex::wake() { os::futex_wake(reinterpret_cast<const volatile uint32_t*>(&state_), 1); }

#ifdef GORT_DEBUG
namespace {
thread_local uint32_t held_ranks;  // bit per rank
}
void mutex::held(bool now) {
  uint32_t bit = 1u << uint32_t(rank_);
  if (now && held_ranks >= bit) {
    print("runtime: lock of rank ", uint64_t(rank_), " taken while holding ranks ", hex(held_ranks), "\n");
    fatal_abort();
  }
  held_ranks = now ? held_ranks | bit : held_ranks & ~bit;
}
#endif

bool note::sleep(int64_t ns) {
  int64_t deadline = ns < 0 ? 0 : os::nanotime() + ns;
  while (key_.load(std::memory_order_acquire) == 0) {
    int64_t left = -1;
    if (ns >= 0) {
      left = deadline - os::nanotime();
      if (left <= 0) return false;
    }
    os::futex_wait(reinterpret_cast<const volatile uint32_t*>(&key_), 0, left);
  }
  return true;
}

void note::wakeup() {
  key_.store(1, std::memory_order_release);
  os::futex_wake(reinterpret_cast<const volatile uint32_t*>(&key_), 1);
}

}  // namespace gort
