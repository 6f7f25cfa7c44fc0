// lib/sync/wait_table.h: who waits for which word of the program's; semaphores and mutexes share the table. What it
// does is inline, for code under a bucket's lock (glock.h).
//
// A bucket holds a digital search tree: a node for each address that somebody waits for, the first of those waiters; at
// depth d the d-th bit of the address's hash says where to go on. With mixed bits it is as deep as the logarithm of the
// number of addresses, nothing is ever rotated, and any leaf below a node may take that node's place.
#pragma once
#include "sched/park.h"
#include "sync/glock.h"
#include "sync/sema_native.h"
#include "sync/sudog.h"

namespace gort {

struct waiter : sudog {
  waiter* child[2];
  waiter* link;  // the next for the same address
  waiter* tail;  // of a node: the last of them
  bool ticket;   // it has got what it waited for already
};

struct alignas(64) wait_bucket {
  glock lock;
  std::atomic<uint32_t> nwait{0};  // for semaphores; read without the lock
  waiter* root = nullptr;
};
extern wait_bucket wait_table[256];

GORT_INLINE uint64_t hash_of(const void* addr) { return (reinterpret_cast<uint64_t>(addr) >> 2) * 0x9e3779b97f4a7c15; }
GORT_INLINE wait_bucket& bucket_of(const void* addr) { return wait_table[hash_of(addr) >> 56]; }

// The place of addr's node: what points to it, or would.
GORT_INLINE waiter** find_waiters(wait_bucket& b, const void* addr) {
  waiter** at = &b.root;
  for (uint64_t bits = hash_of(addr) << 8; *at && (*at)->elem != addr; bits <<= 1) at = &(*at)->child[bits >> 63];
  return at;
}

// ahead: before all others.
GORT_INLINE void enqueue_waiter(wait_bucket& b, waiter* w, bool ahead) {
  waiter** at = find_waiters(b, w->elem);
  waiter* first = *at;
  w->link = nullptr;
  if (!first) {
    w->child[0] = w->child[1] = nullptr;
    w->tail = w;
    *at = w;
  } else if (ahead) {
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

// Null: nobody waits. w->link tells whether others do.
GORT_INLINE waiter* dequeue_waiter(wait_bucket& b, const void* addr) {
  waiter** at = find_waiters(b, addr);
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

// Parks in the bucket; its lock is given back.
GORT_INLINE void park_in(wait_bucket& b, g* gp, waiter* w, wait_reason why) RELEASE(b.lock) NO_THREAD_SAFETY {
  gp->waiting = w;
  gopark_inline(glock_park_commit, &b.lock, why);
  gp->waiting = nullptr;
}

// Whether the turn-th try of a lock may spin instead of parking.
GORT_INLINE bool can_spin_inline(int64_t turn) {
  // With one processor, whoever holds the lock cannot give it back while we spin.
  if (turn >= 4 || ncpu <= 1) return false;
  // Somebody else must be running, to give the lock back, and nobody here must wait for this P.
  if (gomaxprocs.load(std::memory_order_relaxed) <=
      sched.npidle.load(std::memory_order_relaxed) + sched.nmspinning.load(std::memory_order_relaxed) + 1)
    return false;
  p* pp = getm()->p_;
  return pp->runqhead.load(std::memory_order_relaxed) == pp->runqtail.load(std::memory_order_relaxed) &&
         !pp->runnext.load(std::memory_order_relaxed);
}
GORT_INLINE void do_spin_inline() {
  for (int i = 0; i < 30; i++) __builtin_ia32_pause();
}

}  // namespace gort
