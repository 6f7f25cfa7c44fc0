// lib/lang/defer.cpp: where defer_records come from. Each P has a list of free ones; full batches of them go to and
// come from a list that all share, so that goroutines which defer on one P and return on another do not pile them up.
#include "lang/defer.h"

#include "sched/proc.h"

extern "C" void* gort_alloc(uint64_t size);

namespace gort {

namespace {
mutex pool_lock{lock_rank::defer};
defer_record* batches GUARDED_BY(pool_lock);  // each the head of kDeferBatch; the next batch is in arg

defer_record* next_of(const defer_record* d) { return reinterpret_cast<defer_record*>(d->link); }
}  // namespace

void defer_refill() {
  p* pp = gort_tcb.mp->p_;
  {
    lock_guard hold(pool_lock);
    if (defer_record* batch = batches) {
      batches = static_cast<defer_record*>(batch->arg);
      pp->deferpool = batch;
      pp->ndeferpool = kDeferBatch;
      return;
    }
  }
  auto* d = static_cast<defer_record*>(gort_alloc(kDeferBatch * sizeof(defer_record)));
  for (uint32_t i = 0; i + 1 < kDeferBatch; i++) d[i].link = reinterpret_cast<defer_ref>(&d[i + 1]);
  pp->deferpool = d;
  pp->ndeferpool = kDeferBatch;
}

void defer_flush() {
  p* pp = gort_tcb.mp->p_;
  defer_record *batch = pp->deferpool, *last = batch;
  for (uint32_t i = 1; i < kDeferBatch; i++) last = next_of(last);
  pp->deferpool = next_of(last);
  pp->ndeferpool = pp->ndeferpool - kDeferBatch;
  last->link = 0;
  lock_guard hold(pool_lock);
  batch->arg = batches;
  batches = batch;
}

void defer_forked() NO_THREAD_SAFETY {
  pool_lock.forget();
  batches = nullptr;
}

}  // namespace gort
