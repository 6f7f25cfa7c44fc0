// lib/sync/sema_g.cpp: the table of those who wait for semaphores; see sema.h. What runs under a bucket's lock is
// inline (glock.h).
//
// A bucket holds a digital search tree: a node for each address that somebody waits for, the first of those waiters; at
// depth d the d-th bit of the address's hash says where to go on. With mixed bits it is as deep as the logarithm of the
// number of addresses, nothing is ever rotated, and any leaf below a node may take that node's place.
#include "sched/park.h"
#include "sync/glock.h"
#include "sync/sema.h"
#include "sync/sema_native.h"
#include "sync/sudog.h"

namespace gort {

namespace {
struct waiter : sudog {
  waiter* child[2];
  waiter* link;  // the next for the same address
  waiter* tail;  // of a node: the last of them
  bool ticket;   // it has got the semaphore already
};

struct alignas(64) bucket {
  glock lock;
  std::atomic<uint32_t> nwait;  // read without the lock
  waiter* root;
};
bucket table[256];

GORT_INLINE uint64_t hash_of(const uint32_t* addr) {
  return (reinterpret_cast<uint64_t>(addr) >> 2) * 0x9e3779b97f4a7c15;
}
GORT_INLINE bucket& bucket_of(const uint32_t* addr) { return table[hash_of(addr) >> 56]; }

// The place of addr's node: what points to it, or would.
GORT_INLINE waiter** find(bucket& b, uint32_t* addr) {
  waiter** at = &b.root;
  for (uint64_t bits = hash_of(addr) << 8; *at && (*at)->elem != addr; bits <<= 1) at = &(*at)->child[bits >> 63];
  return at;
}

GORT_INLINE void enqueue(bucket& b, uint32_t* addr, waiter* w, bool lifo) {
  waiter** at = find(b, addr);
  waiter* first = *at;
  w->link = nullptr;
  if (!first) {
    w->child[0] = w->child[1] = nullptr;
    w->tail = w;
    *at = w;
  } else if (lifo) {
    w->child[0] = first->child[0];
    w->child[1] = first->child[1];
    w->link = first;
    w->tail = first->tail;
    *at = w;
  } else {
    first->tail->link = w;
    first->tail = w;
  }
}

GORT_INLINE waiter* dequeue(bucket& b, uint32_t* addr) {
  waiter** at = find(b, addr);
  waiter* w = *at;
  if (!w) return nullptr;
  waiter* heir = w->link;
  if (heir) {
    heir->tail = w->tail;
  } else {
    waiter** leaf = at;
    while ((*leaf)->child[0] || (*leaf)->child[1]) leaf = &(*leaf)->child[(*leaf)->child[0] ? 0 : 1];
    heir = *leaf;
    *leaf = nullptr;
    if (heir == w) return w;
  }
  heir->child[0] = w->child[0];
  heir->child[1] = w->child[1];
  *at = heir;
  return w;
}

GORT_INLINE bool take_one(uint32_t* addr) {
  uint32_t v = __atomic_load_n(addr, __ATOMIC_RELAXED);
  while (v > 0)
    if (__atomic_compare_exchange_n(addr, &v, v - 1, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) return true;
  return false;
}

GORT_INLINE void park_on(bucket& b, wait_reason why) RELEASE(b.lock) NO_THREAD_SAFETY {
  gopark_inline(glock_park_commit, &b.lock, why);
}
}  // namespace

void semacquire(uint32_t* addr, bool lifo, wait_reason why) {
  if (take_one(addr)) return;
  bucket& b = bucket_of(addr);
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
    enqueue(b, addr, &mine, lifo);
    gp->waiting = &mine;
    park_on(b, why);
    gp->waiting = nullptr;
    if (mine.ticket || take_one(addr)) return;
  }
}

void semrelease(uint32_t* addr, bool handoff) {
  bucket& b = bucket_of(addr);
  __atomic_fetch_add(addr, 1, __ATOMIC_SEQ_CST);
  if (b.nwait.load(std::memory_order_seq_cst) == 0) return;
  b.lock.lock<side::goroutine>();
  waiter* w = b.nwait.load(std::memory_order_relaxed) ? dequeue(b, addr) : nullptr;
  if (w) b.nwait.fetch_sub(1, std::memory_order_relaxed);
  b.lock.unlock<side::goroutine>();
  if (!w) return;
  bool ticket = handoff && take_one(addr);
  w->ticket = ticket;
  systemstack(ready, w->gp);
  // The one woken stands first in this P's queue: let it run.
  if (ticket) gort_mcall(goyield_m);
}

bool can_spin(int64_t turn) {
  if (turn >= 4 || spin_is_idle) return false;
  // Somebody else must be running, to give the lock back, and nobody here must wait for this P.
  if (gomaxprocs.load(std::memory_order_relaxed) <=
      sched.npidle.load(std::memory_order_relaxed) + sched.nmspinning.load(std::memory_order_relaxed) + 1)
    return false;
  p* pp = getm()->p_;
  return pp->runqhead.load(std::memory_order_relaxed) == pp->runqtail.load(std::memory_order_relaxed) &&
         !pp->runnext.load(std::memory_order_relaxed);
}

void do_spin() {
  for (int i = 0; i < 30; i++) __builtin_ia32_pause();
}

int64_t lock_clock() {
  int64_t now;
  systemstack(read_clock, &now);
  return now;
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
bool sync_runtime_canSpin(int64_t turn) { return can_spin(turn); }
void sync_runtime_doSpin() { do_spin(); }
}

}  // namespace gort
