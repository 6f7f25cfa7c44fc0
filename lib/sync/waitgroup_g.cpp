// lib/sync/waitgroup_g.cpp: the wait group of C programs (gort_waitgroup), as Go's sync.WaitGroup.
#include <atomic>

#include "lang/panic.h"
#include "sync/sema.h"

namespace gort {

struct c_waitgroup {
  std::atomic<uint64_t> state;  // upper half: the counter, signed; lower half: how many wait
  uint32_t sema;
};

extern "C" {
void gort_waitgroup_add(c_waitgroup* wg, int64_t delta) {
  uint64_t state = wg->state.fetch_add(uint64_t(delta) << 32, std::memory_order_acq_rel) + (uint64_t(delta) << 32);
  int32_t counter = int32_t(state >> 32);
  uint32_t waiters = uint32_t(state);
  if (counter < 0) panic_plain_error("sync: negative WaitGroup counter");
  if (waiters != 0 && delta > 0 && counter == int32_t(delta))
    panic_plain_error("sync: WaitGroup misuse: Add called concurrently with Wait");
  if (counter > 0 || waiters == 0) return;
  // Now nobody else may change it: a cheap look whether that is so.
  if (wg->state.load(std::memory_order_relaxed) != state)
    panic_plain_error("sync: WaitGroup misuse: Add called concurrently with Wait");
  wg->state.store(0, std::memory_order_release);
  for (; waiters != 0; waiters--) semrelease(&wg->sema, false);
}

void gort_waitgroup_done(c_waitgroup* wg) { gort_waitgroup_add(wg, -1); }

void gort_waitgroup_wait(c_waitgroup* wg) {
  uint64_t state = wg->state.load(std::memory_order_acquire);
  do {
    if (int32_t(state >> 32) == 0) return;
  } while (!wg->state.compare_exchange_weak(state, state + 1, std::memory_order_acq_rel, std::memory_order_acquire));
  semacquire(&wg->sema, false, wait_reason::wait_group_wait);
  if (wg->state.load(std::memory_order_acquire) != 0)
    panic_plain_error("sync: WaitGroup is reused before previous Wait has returned");
}
}

}  // namespace gort
