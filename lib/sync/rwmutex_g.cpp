// lib/sync/rwmutex_g.cpp: the reader-writer mutex of C programs (gort_rwmutex), as Go's sync.RWMutex: a writer that
// waits keeps new readers out, so it is not starved by them; readers that came meanwhile go before the next writer.
#include <atomic>

#include "sched/runtime2.h"
#include "sync/lock_watch.h"
#include "sync/mutex.h"
#include "sync/sema.h"

namespace gort {

namespace {
constexpr int32_t kMaxReaders = 1 << 30;
}

struct c_rwmutex {
  c_mutex w;                          // held by the writer, and those who want to be
  uint32_t writer_sem;                // the writer waits for the readers that are in
  uint32_t reader_sem;                // readers wait for the writer
  std::atomic<int32_t> reader_count;  // less kMaxReaders: there is a writer
  std::atomic<int32_t> reader_wait;   // readers that the writer waits for
};

extern "C" {
void gort_rwmutex_rlock(c_rwmutex* rw) {
  if (rw->reader_count.fetch_add(1, std::memory_order_acq_rel) + 1 < 0)
    semacquire(&rw->reader_sem, false, wait_reason::rwmutex_rlock);
  watch_taken(rw, true);
}

bool gort_rwmutex_try_rlock(c_rwmutex* rw) {
  int32_t n = rw->reader_count.load(std::memory_order_relaxed);
  do {
    if (n < 0) return false;
  } while (!rw->reader_count.compare_exchange_weak(n, n + 1, std::memory_order_acquire, std::memory_order_relaxed));
  watch_taken(rw, true);
  return true;
}

void gort_rwmutex_runlock(c_rwmutex* rw) {
  watch_released(rw);
  int32_t n = rw->reader_count.fetch_sub(1, std::memory_order_acq_rel) - 1;
  if (n >= 0) return;
  if (n + 1 == 0 || n + 1 == -kMaxReaders) lock_fatal("sync: RUnlock of unlocked RWMutex");
  if (rw->reader_wait.fetch_sub(1, std::memory_order_acq_rel) == 1) semrelease(&rw->writer_sem, false);
}

void gort_rwmutex_lock(c_rwmutex* rw) {
  mutex_lock(&rw->w);
  int32_t readers = rw->reader_count.fetch_sub(kMaxReaders, std::memory_order_acq_rel);
  if (readers != 0 && rw->reader_wait.fetch_add(readers, std::memory_order_acq_rel) + readers != 0)
    semacquire(&rw->writer_sem, false, wait_reason::rwmutex_lock);
  watch_taken(rw, false);
}

bool gort_rwmutex_try_lock(c_rwmutex* rw) {
  int32_t none = 0;
  if (!mutex_try_lock(&rw->w)) return false;
  if (!rw->reader_count.compare_exchange_strong(none, -kMaxReaders, std::memory_order_acquire,
                                                std::memory_order_relaxed)) {
    mutex_unlock(&rw->w);
    return false;
  }
  watch_taken(rw, false);
  return true;
}

void gort_rwmutex_unlock(c_rwmutex* rw) {
  watch_released(rw);
  int32_t readers = rw->reader_count.fetch_add(kMaxReaders, std::memory_order_acq_rel) + kMaxReaders;
  if (readers >= kMaxReaders) lock_fatal("sync: Unlock of unlocked RWMutex");
  for (int32_t i = 0; i < readers; i++) semrelease(&rw->reader_sem, false);
  mutex_unlock(&rw->w);
}
}

}  // namespace gort
