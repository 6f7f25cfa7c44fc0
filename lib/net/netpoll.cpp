// The network poller, on the system stack; see netpoll.h.
#include "net/netpoll.h"

#include <new>

#include "base/os_linux.h"
#include "sched/poll.h"
#include "sched/proc.h"

namespace gort {

namespace {
mutex init_lock{lock_rank::poll_init};
mutex cache_lock{lock_rank::poll_cache};
pollDesc* free_list GUARDED_BY(cache_lock);
std::atomic<pollDesc*> all;

pollDesc* take() {
  {
    lock_guard hold(cache_lock);
    if (pollDesc* pd = free_list) {
      free_list = pd->link;
      return pd;
    }
  }
  auto* pd = new (std::align_val_t(64), std::nothrow) pollDesc;
  if (!pd) throw_("out of memory (poll descriptors)");
  lock_guard hold(cache_lock);
  pd->all = all.load(std::memory_order_relaxed);
  all.store(pd, std::memory_order_release);
  return pd;
}

uint32_t next_seq(uint32_t seq) { return (seq + 1) & 0xffff ? (seq + 1) & 0xffff : 1; }

// After every change of what info says, under the lock, and before the semaphores are looked at.
void publish(pollDesc* pd) REQUIRES(pd->lock) {
  uint32_t info = pd->fdseq.load(std::memory_order_relaxed) << kInfoSeqShift;
  if (pd->closing) info |= kInfoClosing;
  if (pd->rd < 0) info |= kInfoExpiredRead;
  if (pd->wd < 0) info |= kInfoExpiredWrite;
  uint32_t old = pd->info.load(std::memory_order_relaxed);
  while (!pd->info.compare_exchange_weak(old, info | (old & kInfoEventErr), std::memory_order_seq_cst)) {
  }
}

void give_back(pollDesc* pd) {
  {
    // A poll that is under way must not take pd for what it was.
    lock_guard hold(pd->lock);
    pd->fdseq.store(next_seq(pd->fdseq.load(std::memory_order_relaxed)), std::memory_order_seq_cst);
    pd->fd.store(-1, std::memory_order_release);
    publish(pd);
  }
  lock_guard hold(cache_lock);
  pd->link = free_list;
  free_list = pd;
}

void check_nobody_waits(const pollDesc* pd, const char* write, const char* read) {
  if (pd->wg.load(std::memory_order_relaxed) > pd_ready) throw_(write);
  if (pd->rg.load(std::memory_order_relaxed) > pd_ready) throw_(read);
}

// Ends the wait of whoever waits in this mode: with an event, which is kept if nobody does, or with a time-out or a
// close, which `info` tells of. Returns whom to make ready.
g* unblock(pollDesc* pd, int mode, bool event) {
  std::atomic<uintptr_t>& semaphore = mode == 'r' ? pd->rg : pd->wg;
  uintptr_t old = semaphore.load(std::memory_order_seq_cst);
  for (;;) {
    if (old == pd_ready || (old == pd_nil && !event)) return nullptr;
    if (semaphore.compare_exchange_weak(old, event ? pd_ready : pd_nil, std::memory_order_seq_cst)) break;
  }
  if (old <= pd_wait) return nullptr;
  sched.netpoll_waiters.fetch_sub(1, std::memory_order_relaxed);
  return reinterpret_cast<g*>(old);
}

void ready_both(g* rg, g* wg) {
  if (rg) ready(rg);
  if (wg) ready(wg);
}

void deadline_over(pollDesc* pd, uintptr_t seq, bool read, bool write) {
  g *rg = nullptr, *wg = nullptr;
  {
    lock_guard hold(pd->lock);
    if (seq != (read ? pd->rseq : pd->wseq)) return;  // pd is another's now, or the deadline has been changed
    if (read) {
      if (pd->rd <= 0 || !pd->rrun) throw_("runtime: inconsistent read deadline");
      pd->rd = -1;
    }
    if (write) {
      if (pd->wd <= 0 || (!pd->wrun && !read)) throw_("runtime: inconsistent write deadline");
      pd->wd = -1;
    }
    publish(pd);
    if (read) rg = unblock(pd, 'r', false);
    if (write) wg = unblock(pd, 'w', false);
  }
  ready_both(rg, wg);
}
void read_deadline(void* pd, uintptr_t seq, int64_t) { deadline_over(static_cast<pollDesc*>(pd), seq, true, false); }
void write_deadline(void* pd, uintptr_t seq, int64_t) { deadline_over(static_cast<pollDesc*>(pd), seq, false, true); }
void both_deadlines(void* pd, uintptr_t seq, int64_t) { deadline_over(static_cast<pollDesc*>(pd), seq, true, true); }
}  // namespace

void netpoll_init() {
  lock_guard hold(init_lock);
  if (sched.netpoll_on.load(std::memory_order_seq_cst)) return;
  epoll_start();
  // In the child of a fork there are descriptors already.
  for (pollDesc* pd = all.load(std::memory_order_acquire); pd; pd = pd->all)
    if (pd->fd.load(std::memory_order_relaxed) >= 0) epoll_open(pd);
  netpoll_opened();
}

void netpoll_ready(gqueue& ready, pollDesc* pd, int mode) {
  g *rg = nullptr, *wg = nullptr;
  if (mode != 'w') rg = unblock(pd, 'r', true);
  if (mode != 'r') wg = unblock(pd, 'w', true);
  if (rg) ready.push(rg);
  if (wg) ready.push(wg);
}

void netpoll_event_error(pollDesc* pd, bool error, uint32_t seq) {
  uint32_t old = pd->info.load(std::memory_order_relaxed);
  do {
    if ((old >> kInfoSeqShift) != seq || bool(old & kInfoEventErr) == error) return;
  } while (!pd->info.compare_exchange_weak(old, old ^ kInfoEventErr, std::memory_order_seq_cst));
}

bool netpoll_commit(g* gp, void* semaphore) {
  uintptr_t expected = pd_wait;
  // Counted first: whoever makes gp ready counts it out.
  sched.netpoll_waiters.fetch_add(1, std::memory_order_relaxed);
  if (static_cast<std::atomic<uintptr_t>*>(semaphore)->compare_exchange_strong(
          expected, reinterpret_cast<uintptr_t>(gp), std::memory_order_seq_cst))
    return true;
  sched.netpoll_waiters.fetch_sub(1, std::memory_order_relaxed);
  return false;
}

// Whoever waited is not there any more, nor whoever held a lock. The poller is made anew when somebody needs it.
void netpoll_forked() NO_THREAD_SAFETY {
  init_lock.forget();
  cache_lock.forget();
  epoll_forked();
  for (pollDesc* pd = all.load(std::memory_order_relaxed); pd; pd = pd->all) {
    pd->lock.forget();
    pd->rg.store(pd_nil, std::memory_order_relaxed);
    pd->wg.store(pd_nil, std::memory_order_relaxed);
    pd->rrun = pd->wrun = false;
    pd->rd = pd->wd = 0;
    pd->rseq++;
    pd->wseq++;
    if (pd->fd.load(std::memory_order_relaxed) >= 0) publish(pd);
  }
}

extern "C" {
void internal_poll_runtime_pollServerInit() { netpoll_init(); }

bool internal_poll_runtime_isPollServerDescriptor(int64_t fd) { return epoll_owns(int(fd)); }

poll_open_result internal_poll_runtime_pollOpen(int64_t fd) {
  if (!sched.netpoll_on.load(std::memory_order_acquire)) netpoll_init();
  pollDesc* pd = take();
  {
    lock_guard hold(pd->lock);
    check_nobody_waits(pd, "runtime: blocked write on free polldesc", "runtime: blocked read on free polldesc");
    pd->closing = false;
    pd->info.fetch_and(~kInfoEventErr, std::memory_order_relaxed);
    pd->rseq++;
    pd->rg.store(pd_nil, std::memory_order_relaxed);
    pd->rd = 0;
    pd->wseq++;
    pd->wg.store(pd_nil, std::memory_order_relaxed);
    pd->wd = 0;
    pd->fd.store(int32_t(fd), std::memory_order_release);
    publish(pd);
  }
  if (int error = epoll_open(pd)) {
    give_back(pd);
    return {nullptr, error};
  }
  return {pd, 0};
}

void internal_poll_runtime_pollClose(pollDesc* pd) {
  if (!pd->closing) throw_("runtime: close polldesc w/o unblock");
  check_nobody_waits(pd, "runtime: blocked write on closing polldesc", "runtime: blocked read on closing polldesc");
  epoll_remove(pd->fd.load(std::memory_order_relaxed));
  give_back(pd);
}

void internal_poll_runtime_pollSetDeadline(pollDesc* pd, int64_t d, int64_t mode) {
  g *rg = nullptr, *wg = nullptr;
  {
    lock_guard hold(pd->lock);
    if (pd->closing) return;
    int64_t rd0 = pd->rd, wd0 = pd->wd;
    bool combo0 = rd0 > 0 && rd0 == wd0;
    if (d > 0) {
      int64_t now = os::nanotime();
      d = now + d <= 0 ? INT64_MAX : now + d;
    }
    if (mode == 'r' || mode == 'r' + 'w') pd->rd = d;
    if (mode == 'w' || mode == 'r' + 'w') pd->wd = d;
    publish(pd);
    // The same deadline for both is one timer.
    bool combo = pd->rd > 0 && pd->rd == pd->wd;
    auto* f = combo ? both_deadlines : read_deadline;
    if (!pd->rrun) {
      if (pd->rd > 0) {
        timer_modify(&pd->rt, pd->rd, 0, f, pd, pd->rseq);
        pd->rrun = true;
      }
    } else if (pd->rd != rd0 || combo != combo0) {
      pd->rseq++;
      if (pd->rd > 0) {
        timer_modify(&pd->rt, pd->rd, 0, f, pd, pd->rseq);
      } else {
        timer_stop(&pd->rt);
        pd->rrun = false;
      }
    }
    if (!pd->wrun) {
      if (pd->wd > 0 && !combo) {
        timer_modify(&pd->wt, pd->wd, 0, write_deadline, pd, pd->wseq);
        pd->wrun = true;
      }
    } else if (pd->wd != wd0 || combo != combo0) {
      pd->wseq++;
      if (pd->wd > 0 && !combo) {
        timer_modify(&pd->wt, pd->wd, 0, write_deadline, pd, pd->wseq);
      } else {
        timer_stop(&pd->wt);
        pd->wrun = false;
      }
    }
    if (pd->rd < 0) rg = unblock(pd, 'r', false);
    if (pd->wd < 0) wg = unblock(pd, 'w', false);
  }
  ready_both(rg, wg);
}

void internal_poll_runtime_pollUnblock(pollDesc* pd) {
  g *rg, *wg;
  {
    lock_guard hold(pd->lock);
    if (pd->closing) throw_("runtime: unblock on closing polldesc");
    pd->closing = true;
    pd->rseq++;
    pd->wseq++;
    publish(pd);
    rg = unblock(pd, 'r', false);
    wg = unblock(pd, 'w', false);
    if (pd->rrun) {
      timer_stop(&pd->rt);
      pd->rrun = false;
    }
    if (pd->wrun) {
      timer_stop(&pd->wt);
      pd->wrun = false;
    }
  }
  ready_both(rg, wg);
}
}

}  // namespace gort
