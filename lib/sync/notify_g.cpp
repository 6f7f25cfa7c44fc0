// lib/sync/notify_g.cpp: see notify.h. What runs under a list's lock is inline (glock.h).
#include "sched/park.h"
#include "sync/notify.h"
#include "sync/notify_native.h"
#include "sync/sema_native.h"

namespace gort {

namespace {
GORT_INLINE void park_on(notify_list* l) RELEASE(l->lock) NO_THREAD_SAFETY {
  gopark_inline(glock_park_commit, &l->lock, wait_reason::cond_wait);
}
}  // namespace

extern "C" {
uint32_t sync_runtime_notifyListAdd(notify_list* l) { return l->wait.fetch_add(1, std::memory_order_seq_cst); }

void sync_runtime_notifyListWait(notify_list* l, uint32_t ticket) {
  l->lock.lock<side::goroutine>();
  if (int32_t(ticket - l->notify.load(std::memory_order_relaxed)) < 0) {
    l->lock.unlock<side::goroutine>();
    return;
  }
  g* gp = getg();
  notify_waiter mine{{gp, nullptr, nullptr, nullptr, l, nullptr, nullptr, false}, nullptr, ticket};
  if (l->tail)
    l->tail->link = &mine;
  else
    l->head = &mine;
  l->tail = &mine;
  gp->waiting = &mine;
  park_on(l);
  gp->waiting = nullptr;
}

void sync_runtime_notifyListNotifyAll(notify_list* l) {
  if (l->wait.load(std::memory_order_seq_cst) == l->notify.load(std::memory_order_seq_cst)) return;
  l->lock.lock<side::goroutine>();
  notify_waiter* list = l->head;
  l->head = l->tail = nullptr;
  l->notify.store(l->wait.load(std::memory_order_seq_cst), std::memory_order_seq_cst);
  l->lock.unlock<side::goroutine>();
  if (list) systemstack(ready_notified, list);
}

void sync_runtime_notifyListNotifyOne(notify_list* l) {
  if (l->wait.load(std::memory_order_seq_cst) == l->notify.load(std::memory_order_seq_cst)) return;
  l->lock.lock<side::goroutine>();
  uint32_t ticket = l->notify.load(std::memory_order_relaxed);
  if (ticket == l->wait.load(std::memory_order_seq_cst)) {
    l->lock.unlock<side::goroutine>();
    return;
  }
  l->notify.store(ticket + 1, std::memory_order_seq_cst);
  // Tickets are queued almost in order, so it stands near the front. Not in the list: it has not come so far, and will
  // see that its ticket has been called.
  notify_waiter *before = nullptr, *w = l->head;
  while (w && w->ticket != ticket) {
    before = w;
    w = w->link;
  }
  if (w) {
    if (before)
      before->link = w->link;
    else
      l->head = w->link;
    if (!w->link) l->tail = before;
  }
  l->lock.unlock<side::goroutine>();
  if (w) systemstack(ready, w->gp);
}

void sync_runtime_notifyListCheck(uint64_t size) {
  if (size != sizeof(notify_list)) systemstack(bad_notify_list, size);
}
}

}  // namespace gort
