// Waiting for the network; see netpoll.h. Checked code.
#include "net/netpoll.h"
#include "sched/proc.h"
#include "sched/systemstack.h"

namespace gort {

namespace {
// True: there was an event. even_so: wait for one whatever has been closed or timed out.
bool block(pollDesc* pd, int64_t mode, bool even_so) {
  std::atomic<uintptr_t>& semaphore = mode == 'r' ? pd->rg : pd->wg;
  for (;;) {
    uintptr_t ready = pd_ready, nothing = pd_nil;
    if (semaphore.compare_exchange_strong(ready, pd_nil, std::memory_order_seq_cst)) return true;
    if (semaphore.compare_exchange_strong(nothing, pd_wait, std::memory_order_seq_cst)) break;
    if (nothing != pd_ready) systemstack(throw_, "runtime: double wait");
  }
  if (!sched.netpoll_on.load(std::memory_order_acquire)) systemstack(netpoll_init);
  if (even_so || netpoll_check(pd, mode) == poll_no_error) gopark(netpoll_commit, &semaphore, wait_reason::io_wait);
  uintptr_t old = semaphore.exchange(pd_nil, std::memory_order_seq_cst);
  if (old > pd_wait) systemstack(throw_, "runtime: corrupted polldesc");
  return old == pd_ready;
}
}  // namespace

extern "C" {
int64_t internal_poll_runtime_pollReset(pollDesc* pd, int64_t mode) {
  poll_error e = netpoll_check(pd, mode);
  if (e == poll_no_error) (mode == 'r' ? pd->rg : pd->wg).store(pd_nil, std::memory_order_seq_cst);
  return e;
}

int64_t internal_poll_runtime_pollWait(pollDesc* pd, int64_t mode) {
  for (;;) {
    if (poll_error e = netpoll_check(pd, mode)) return e;
    // No event, and no error: a deadline that passed and has been moved on since.
    if (block(pd, mode, false)) return poll_no_error;
  }
}

void internal_poll_runtime_pollWaitCanceled(pollDesc* pd, int64_t mode) {
  while (!block(pd, mode, true)) {
  }
}
}

}  // namespace gort
