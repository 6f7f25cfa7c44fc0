// lib/sync/sema_g.cpp: semaphores; see sema.h and wait_table.h.
#include "sync/sema.h"
#include "sync/wait_table.h"

namespace gort {

namespace {
GORT_INLINE bool take_one(uint32_t* addr) {
  uint32_t v = __atomic_load_n(addr, __ATOMIC_RELAXED);
  while (v > 0)
    if (__atomic_compare_exchange_n(addr, &v, v - 1, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) return true;
  return false;
}
}  // namespace

void semacquire(uint32_t* addr, bool lifo, wait_reason why) {
  if (take_one(addr)) return;
  wait_bucket& b = bucket_of(addr);
  g* gp = getg();
  waiter mine{{gp, nullptr, nullptr, nullptr, addr, nullptr, nullptr, false}, {}, nullptr, nullptr, false};
  for (;;) {
    b.lock.lock<side::goroutine>();
    // First say that somebody waits, then look again: semrelease does it the other way round.
    b.nwait.fetch_add(1, std::memory_order_seq_cst);
    if (take_one(addr)) {
      b.nwait.fetch_sub(1, std::memory_order_relaxed);
      b.lock.unlock<side::goroutine>();
      return;
    }
    enqueue_waiter(b, &mine, lifo);
    park_in(b, gp, &mine, why);
    if (mine.ticket || take_one(addr)) return;
  }
}

void semrelease(uint32_t* addr, bool handoff) {
  wait_bucket& b = bucket_of(addr);
  __atomic_fetch_add(addr, 1, __ATOMIC_SEQ_CST);
  if (b.nwait.load(std::memory_order_seq_cst) == 0) return;
  b.lock.lock<side::goroutine>();
  waiter* w = b.nwait.load(std::memory_order_relaxed) ? dequeue_waiter(b, addr) : nullptr;
  if (w) b.nwait.fetch_sub(1, std::memory_order_relaxed);
  b.lock.unlock<side::goroutine>();
  if (!w) return;
  bool ticket = handoff && take_one(addr);
  w->ticket = ticket;
  systemstack(ready, w->gp);
  // The one woken stands first in this P's queue: let it run.
  if (ticket) gort_mcall(goyield_m);
}

void lock_fatal(const char* text) {
  systemstack(fatal, text);
  __builtin_unreachable();
}

extern "C" {
void sync_runtime_Semacquire(uint32_t* addr) { semacquire(addr, false, wait_reason::sema_acquire); }
void sync_runtime_SemacquireWaitGroup(uint32_t* addr, bool) { semacquire(addr, false, wait_reason::wait_group_wait); }
void sync_runtime_SemacquireRWMutexR(uint32_t* addr, bool lifo, int64_t) {
  semacquire(addr, lifo, wait_reason::rwmutex_rlock);
}
void sync_runtime_SemacquireRWMutex(uint32_t* addr, bool lifo, int64_t) {
  semacquire(addr, lifo, wait_reason::rwmutex_lock);
}
void internal_sync_runtime_SemacquireMutex(uint32_t* addr, bool lifo, int64_t) {
  semacquire(addr, lifo, wait_reason::mutex_lock);
}
void sync_runtime_Semrelease(uint32_t* addr, bool handoff, int64_t) { semrelease(addr, handoff); }
void poll_runtime_Semrelease(uint32_t* addr) { semrelease(addr, false); }
bool sync_runtime_canSpin(int64_t turn) { return can_spin_inline(turn); }
void sync_runtime_doSpin() { do_spin_inline(); }
}

}  // namespace gort
