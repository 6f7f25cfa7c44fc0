// Waiting for clock and network; see poll.h.
#include "sched/poll.h"

#include "base/os_linux.h"
#include "sched/proc.h"

namespace gort {

namespace {
const volatile uint32_t* word() { return reinterpret_cast<const volatile uint32_t*>(&sched.poll_wake); }
void wake_futex() {
  sched.poll_wake.fetch_add(1, std::memory_order_seq_cst);
  os::futex_wake(word(), 1);
}
}  // namespace

void netpoll(int64_t delay, uint32_t seen, gqueue& ready) {
  if (sched.netpoll_on.load(std::memory_order_seq_cst))
    hook.netpoll(delay, ready);
  else if (delay != 0)
    os::futex_wait(word(), seen, delay);
}

void netpoll_break() {
  if (sched.netpoll_on.load(std::memory_order_seq_cst))
    hook.netpoll_break();
  else
    wake_futex();
}

void netpoll_opened() {
  sched.netpoll_on.store(true, std::memory_order_seq_cst);
  wake_futex();
}

void wake_netpoller(int64_t when) {
  std::atomic_thread_fence(std::memory_order_seq_cst);  // pairs with findrunnable's, between pidleput and next_timer
  if (sched.npidle.load(std::memory_order_seq_cst) == 0) {
    sysmon_before(when);
  } else if (sched.lastpoll.load(std::memory_order_seq_cst) == 0) {
    int64_t until = sched.poll_until.load(std::memory_order_seq_cst);
    if (until == 0 || when < until) netpoll_break();
  } else {
    wakep();
  }
}

void poll_forked() {
  sched.lastpoll.store(1, std::memory_order_relaxed);
  sched.poll_until.store(0, std::memory_order_relaxed);
  sched.netpoll_on.store(false, std::memory_order_relaxed);
  sched.netpoll_waiters.store(0, std::memory_order_relaxed);
  sched.timers_late.store(false, std::memory_order_relaxed);
}

}  // namespace gort
