// lib/sync/mutex_g.cpp: the slow halves of gort_mutex; see mutex.h. What runs under a bucket's lock is inline
// (glock.h).
#include "sync/mutex.h"
#include "sync/sema.h"
#include "sync/wait_table.h"

namespace gort {

namespace {
constexpr uint32_t kArmed = 1;     // unlock looks closely
constexpr uint32_t kParked = 2;    // somebody is in the wait table
constexpr uint32_t kWoken = 4;     // somebody is awake who was, or is spinning
constexpr uint32_t kStarving = 8;  // unlock hands over
constexpr uint32_t kUnlock = 256;  // counts unlocks in the upper bits
constexpr uint32_t kCalm = 1000 * kUnlock;
constexpr int64_t kStarvingAfter = 1000000;  // ns

// What waiters are queued under: Go's mutex has its semaphore there.
GORT_INLINE void* key_of(c_mutex* m) { return &m->flags; }

GORT_INLINE int64_t clock() {
  int64_t now;
  systemstack(read_clock, &now);
  return now;
}

// Takes the first who waits out of the queue, under the bucket's lock.
GORT_INLINE waiter* take_first(wait_bucket& b, c_mutex* m) {
  waiter* w = dequeue_waiter(b, key_of(m));
  if (!w || !w->link) m->flags.fetch_and(~(kParked | kStarving), std::memory_order_relaxed);
  return w;
}
}  // namespace

void mutex_lock_slow(c_mutex* m) {
  g* gp = getg();
  wait_bucket& b = bucket_of(key_of(m));
  waiter mine{{gp, nullptr, nullptr, nullptr, key_of(m), nullptr, nullptr, false}, {}, nullptr, nullptr, false};
  int64_t since = 0;  // when the wait began
  bool starving = false, awake = false;
  int64_t turn = 0;
  for (;;) {
    uint32_t free = 0;
    if (m->held.load(std::memory_order_relaxed) == 0 &&
        m->held.compare_exchange_strong(free, 1, std::memory_order_acquire, std::memory_order_relaxed)) {
      if (awake) m->flags.fetch_and(~kWoken, std::memory_order_relaxed);
      return;
    }
    uint32_t f = m->flags.load(std::memory_order_relaxed);
    if (!(f & kStarving) && can_spin_inline(turn)) {
      if (!awake && (f & (kParked | kWoken)) == kParked)
        awake = !(m->flags.fetch_or(kWoken, std::memory_order_relaxed) & kWoken);
      do_spin_inline();
      turn++;
      continue;
    }
    bool again = since != 0;
    if (!again) since = clock();

    b.lock.lock<side::goroutine>();
    if (!(m->flags.load(std::memory_order_relaxed) & kArmed)) {
      m->flags.fetch_or(kArmed, std::memory_order_seq_cst);
      systemstack(arm_fence);
    }
    if (awake) m->flags.fetch_and(~kWoken, std::memory_order_seq_cst);
    awake = false;
    // Pairs with unlock's fetch_add behind its store: one of us sees the other.
    m->flags.fetch_or(starving ? kParked | kStarving : kParked, std::memory_order_seq_cst);
    if (m->held.load(std::memory_order_seq_cst) == 0) {
      if (!*find_waiters(b, key_of(m))) m->flags.fetch_and(~(kParked | kStarving), std::memory_order_relaxed);
      b.lock.unlock<side::goroutine>();
      continue;
    }
    enqueue_waiter(b, &mine, again);
    park_in(b, gp, &mine, wait_reason::mutex_lock);

    bool late = clock() - since > kStarvingAfter;
    if (mine.ticket) {
      if (!late) m->flags.fetch_and(~kStarving, std::memory_order_relaxed);
      std::atomic_thread_fence(std::memory_order_acquire);
      return;
    }
    starving = late;
    awake = true;
    turn = 0;
  }
}

void mutex_unlock_slow(c_mutex* m) {
  if (!m->held.load(std::memory_order_relaxed)) lock_fatal("sync: unlock of unlocked mutex");
  if (m->flags.load(std::memory_order_relaxed) & kStarving) {
    wait_bucket& b = bucket_of(key_of(m));
    b.lock.lock<side::goroutine>();
    waiter* w = take_first(b, m);
    if (w) w->ticket = true;
    b.lock.unlock<side::goroutine>();
    if (w) {
      systemstack(ready, w->gp);
      // The one woken stands first in this P's queue: let it run.
      gort_mcall(goyield_m);
      return;
    }
  }
  m->held.store(0, std::memory_order_release);
  mutex_released(m);
}

void mutex_released(c_mutex* m) {
  uint32_t f = m->flags.fetch_add(kUnlock, std::memory_order_seq_cst);
  bool calm = f >= kCalm;
  if (!calm && (f & (kParked | kWoken)) != kParked) return;
  wait_bucket& b = bucket_of(key_of(m));
  b.lock.lock<side::goroutine>();
  f = m->flags.load(std::memory_order_seq_cst);
  // Counted far enough. When nobody waits: back to the start. Nobody is about to wait either, that is said under this
  // lock.
  while (f >= kCalm) {
    uint32_t next = f & (kParked | kWoken) ? f % kUnlock : 0;
    if (m->flags.compare_exchange_weak(f, next, std::memory_order_relaxed)) f = next;
  }
  waiter* w = nullptr;
  bool take = false;
  if ((f & (kParked | kWoken)) == kParked && m->held.load(std::memory_order_seq_cst) == 0) {
    uint32_t free = 0;
    bool hand = f & kStarving;
    take = !hand || m->held.compare_exchange_strong(free, 1, std::memory_order_acq_rel, std::memory_order_relaxed);
    if (take) {
      w = take_first(b, m);
      if (w && hand)
        w->ticket = true;
      else if (w)
        m->flags.fetch_or(kWoken, std::memory_order_relaxed);
      else if (hand)
        m->held.store(0, std::memory_order_release);
    }
  }
  b.lock.unlock<side::goroutine>();
  if (w) systemstack(ready, w->gp);
}

extern "C" {
void gort_mutex_lock_slow(c_mutex* m) {
  mutex_lock_slow(m);
  watch_taken(m, false);
}
void gort_mutex_unlock_slow(c_mutex* m) {
  watch_released(m);
  mutex_unlock_slow(m);
}
void gort_mutex_released(c_mutex* m) { mutex_released(m); }

void gort_mutex_lock(c_mutex* m) {
  mutex_lock(m);
  watch_taken(m, false);
}
void gort_mutex_unlock(c_mutex* m) {
  watch_released(m);
  mutex_unlock(m);
}
bool gort_mutex_try_lock(c_mutex* m) {
  if (!mutex_try_lock(m)) return false;
  watch_taken(m, false);
  return true;
}
}

bool mutex_try_lock(c_mutex* m) {
  uint32_t free = 0;
  return !(m->flags.load(std::memory_order_relaxed) & kStarving) && m->held.load(std::memory_order_relaxed) == 0 &&
         m->held.compare_exchange_strong(free, 1, std::memory_order_acquire, std::memory_order_relaxed);
}

}  // namespace gort
