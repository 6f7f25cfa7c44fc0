// lib/sched/proc.cpp: goroutines and the scheduler.
//
// The way of a `go` statement, in call order: runtime_newproc (below) -> newproc1 makes a g on a root segment ->
// runqput_new puts it where it runs next and wakes a P -> some M's schedule() returns it -> gort_mcall's tail
// (switch_amd64.S) loads its registers -> gort_gostart calls the function -> gort_goexit1 -> goexit0.
//
// Finding work is Go's: the local queue, every 61st time the global one first, then the global one, then stealing in
// random order while at most half of the busy Ps' number of Ms spin, then sleep. The rule that keeps Ps from idling
// while there is work: whoever makes work ready wakes a P unless some M spins already; an M that stops spinning looks
// at all queues once more after it has said so; an M that spins and finds work wakes another.
#include "sched/proc.h"

#include <unistd.h>

#include <cstdlib>
#include <cstring>

#include "base/godebug.h"
#include "base/os_linux.h"
#include "base/print.h"
#include "sched/poll.h"
#include "sched/rand.h"

namespace gort {

schedt sched;
m m0;
std::atomic<m*> allms{nullptr};
std::atomic<g*> allgs{nullptr};
std::atomic<int64_t> allglen{0};
std::atomic<bool> main_started{false};
std::atomic<int32_t> panicking{0};
bool have_membarrier;
hooks hook;

namespace {
mutex allg_lock{lock_rank::allg};

void casgstatus(g* gp, uint32_t from, uint32_t to) {
  uint32_t old = from;
  if (gp->status.compare_exchange_strong(old, to, std::memory_order_acq_rel)) return;
  print("runtime: casgstatus: goroutine ", gp->goid, " has status ", old, ", not ", from, " (to ", to, ")\n");
  throw_("casgstatus: bad incoming values");
}

// ---- dead goroutines, to use again

void gfput(p* pp, g* gp) {
  gp->schedlink = pp->gfree;
  pp->gfree = gp;
  if (++pp->ngfree < 64) return;
  lock_guard hold(sched.gfree_lock);
  while (pp->ngfree > 32) {
    g* x = pp->gfree;
    pp->gfree = x->schedlink;
    pp->ngfree--;
    x->schedlink = sched.gfree;
    sched.gfree = x;
    sched.ngfree++;
  }
}

g* gfget(p* pp) {
  if (!pp->gfree) {
    if (!sched.gfree) return nullptr;  // racy look: missing one costs a fresh g
    lock_guard hold(sched.gfree_lock);
    while (pp->ngfree < 32 && sched.gfree) {
      g* x = sched.gfree;
      sched.gfree = x->schedlink;
      sched.ngfree--;
      x->schedlink = pp->gfree;
      pp->gfree = x;
      pp->ngfree++;
    }
    if (!pp->gfree) return nullptr;
  }
  g* gp = pp->gfree;
  pp->gfree = gp->schedlink;
  pp->ngfree--;
  return gp;
}

void allgadd(g* gp) {
  lock_guard hold(allg_lock);
  gp->alllink = allgs.load(std::memory_order_relaxed);
  allgs.store(gp, std::memory_order_release);
  allglen.fetch_add(1, std::memory_order_relaxed);
}
}  // namespace

void proc_forked(g* gp) {
  allg_lock.forget();
  if (gp) gp->alllink = nullptr;
  allgs.store(gp, std::memory_order_relaxed);
  allglen.store(gp ? 1 : 0, std::memory_order_relaxed);
}

void gfpurge(p* pp) {
  lock_guard hold(sched.gfree_lock);
  while (g* gp = pp->gfree) {
    pp->gfree = gp->schedlink;
    pp->ngfree--;
    gp->schedlink = sched.gfree;
    sched.gfree = gp;
    sched.ngfree++;
  }
}

g* malg_dead() {
  {
    lock_guard hold(sched.gfree_lock);
    if (g* gp = sched.gfree) {
      sched.gfree = gp->schedlink;
      sched.ngfree--;
      gp->goid = sched.goidgen.fetch_add(1, std::memory_order_relaxed) + 1;
      return gp;
    }
  }
  g* gp = malg();
  gp->status.store(Gdead, std::memory_order_relaxed);
  gp->goid = sched.goidgen.fetch_add(1, std::memory_order_relaxed) + 1;
  allgadd(gp);
  return gp;
}

void gfree_global(g* gp) {
  lock_guard hold(sched.gfree_lock);
  gp->schedlink = sched.gfree;
  sched.gfree = gp;
  sched.ngfree++;
}

// ---- making goroutines

g* newproc1(void (*fn)(void*), void* arg, uint64_t caller, bool big_stack) {
  m* mp = getm();
  p* pp = mp->p_;
  g* gp = gfget(pp);
  if (!gp) {
    if (sched.no_sysmon.load(std::memory_order_relaxed)) restart_sysmon();
    gp = malg();
    gp->status.store(Gdead, std::memory_order_relaxed);
    allgadd(gp);
  }
  if (big_stack) stack_enlarge_root(gp);
  // What gort_mcall's tail pops: r15 r14 r13 r12 rbx rbp, then the return into gort_gostart.
  auto* sp = reinterpret_cast<uint64_t*>(gp->seg->hi);
  sp -= 3;
  *sp = reinterpret_cast<uint64_t>(&gort_gostart);
  *--sp = 0;
  *--sp = reinterpret_cast<uint64_t>(fn);
  *--sp = reinterpret_cast<uint64_t>(arg);
  *--sp = 0;
  *--sp = 0;
  *--sp = 0;
  gp->sched_sp = reinterpret_cast<uint64_t>(sp);
  g* parent = getg();
  gp->parent_goid = parent ? parent->goid : 0;
  gp->gopc = caller;
  gp->startpc = reinterpret_cast<uint64_t>(fn);
  gp->waitreason = wait_reason::none;
  gp->errno_ = 0;
  gp->cxa_globals[0] = gp->cxa_globals[1] = 0;
  gp->park_token.store(false, std::memory_order_relaxed);
  gp->goid = sched.goidgen.fetch_add(1, std::memory_order_relaxed) + 1;
  casgstatus(gp, Gdead, Grunnable);
  return gp;
}

void runqput_new(g* gp) {
  runqput(getm()->p_, gp, true);
  if (main_started.load(std::memory_order_relaxed)) wakep();
}

// Without locks: the counts may be of slightly different moments, as Go's are.
int64_t gcount() {
  int64_t n = allglen.load(std::memory_order_relaxed) - sched.ngfree - sched.ngsys.load(std::memory_order_relaxed);
  int32_t procs = gomaxprocs.load(std::memory_order_relaxed);
  for (int32_t i = 0; i < procs; i++) n -= allp[i]->ngfree;
  return n < 1 ? 1 : n;
}

// ---- queues

bool runqempty(p* pp) {
  for (;;) {
    uint32_t head = pp->runqhead.load(std::memory_order_acquire);
    uint32_t tail = pp->runqtail.load(std::memory_order_acquire);
    g* next = pp->runnext.load(std::memory_order_acquire);
    if (tail == pp->runqtail.load(std::memory_order_acquire)) return head == tail && !next;
  }
}

namespace {
void globrunq_changed() REQUIRES(sched.lock) {
  sched.urgent.store(sched.wakeq.size, std::memory_order_relaxed);
  sched.runqsize.store(sched.runq.size + sched.wakeq.size, std::memory_order_relaxed);
}

// Moves half of pp's full queue, and gp, to the global queue. False when a thief was faster.
bool runqputslow(p* pp, g* gp, uint32_t head, uint32_t tail) {
  g* batch[kRunqSize / 2 + 1];
  uint32_t n = (tail - head) / 2;
  for (uint32_t i = 0; i < n; i++) batch[i] = pp->runq[(head + i) % kRunqSize].load(std::memory_order_relaxed);
  // Pairs with the thieves' exchange of runqhead: one of us gets these.
  if (!pp->runqhead.compare_exchange_strong(head, head + n, std::memory_order_release, std::memory_order_relaxed))
    return false;
  batch[n++] = gp;
  lock_guard hold(sched.lock);
  for (uint32_t i = 0; i < n; i++) sched.runq.push(batch[i]);
  globrunq_changed();
  return true;
}
}  // namespace

void runqput(p* pp, g* gp, bool next) {
  if (next) {
    g* old = pp->runnext.exchange(gp, std::memory_order_acq_rel);
    if (!old) return;
    gp = old;
  }
  for (;;) {
    uint32_t head = pp->runqhead.load(std::memory_order_acquire);  // pairs with the thieves' release
    uint32_t tail = pp->runqtail.load(std::memory_order_relaxed);
    if (tail - head < kRunqSize) {
      pp->runq[tail % kRunqSize].store(gp, std::memory_order_relaxed);
      pp->runqtail.store(tail + 1, std::memory_order_release);  // makes the slot visible to thieves
      return;
    }
    if (runqputslow(pp, gp, head, tail)) return;
  }
}

g* runqget(p* pp, bool* inherit_time) {
  // Others can only set runnext to null, so a failed exchange means that it was stolen.
  g* next = pp->runnext.load(std::memory_order_relaxed);
  if (next && pp->runnext.compare_exchange_strong(next, nullptr, std::memory_order_acq_rel)) {
    *inherit_time = true;
    return next;
  }
  *inherit_time = false;
  for (;;) {
    uint32_t head = pp->runqhead.load(std::memory_order_acquire);
    uint32_t tail = pp->runqtail.load(std::memory_order_relaxed);
    if (head == tail) return nullptr;
    g* gp = pp->runq[head % kRunqSize].load(std::memory_order_relaxed);
    if (pp->runqhead.compare_exchange_strong(head, head + 1, std::memory_order_release, std::memory_order_relaxed))
      return gp;
  }
}

namespace {
// Copies half of from's queue to pp's behind its tail, without moving the tail yet.
uint32_t runqgrab(p* from, p* pp, uint32_t at, bool steal_next) {
  for (;;) {
    uint32_t head = from->runqhead.load(std::memory_order_acquire);
    uint32_t tail = from->runqtail.load(std::memory_order_acquire);
    uint32_t n = tail - head;
    n -= n / 2;
    if (n == 0) {
      if (!steal_next) return 0;
      g* next = from->runnext.load(std::memory_order_acquire);
      if (!next) return 0;
      // The owner is about to run it, as a rule, within a microsecond: stealing it then would ping-pong.
      if (from->status.load(std::memory_order_relaxed) == Prunning) os::usleep(3);
      if (!from->runnext.compare_exchange_strong(next, nullptr, std::memory_order_acq_rel)) continue;
      pp->runq[at % kRunqSize].store(next, std::memory_order_relaxed);
      return 1;
    }
    if (n > kRunqSize / 2) continue;  // head and tail were read at different times
    for (uint32_t i = 0; i < n; i++)
      pp->runq[(at + i) % kRunqSize].store(from->runq[(head + i) % kRunqSize].load(std::memory_order_relaxed),
                                           std::memory_order_relaxed);
    if (from->runqhead.compare_exchange_strong(head, head + n, std::memory_order_acq_rel, std::memory_order_relaxed))
      return n;
  }
}
}  // namespace

g* runqsteal(p* pp, p* from, bool steal_next) {
  uint32_t tail = pp->runqtail.load(std::memory_order_relaxed);
  uint32_t n = runqgrab(from, pp, tail, steal_next);
  if (n == 0) return nullptr;
  n--;
  g* gp = pp->runq[(tail + n) % kRunqSize].load(std::memory_order_relaxed);
  if (n) pp->runqtail.store(tail + n, std::memory_order_release);
  return gp;
}

void globrunqput(g* gp) {
  sched.runq.push(gp);
  globrunq_changed();
}

void globrunqput_woken(g* gp) {
  sched.wakeq.push(gp);
  globrunq_changed();
}

namespace {
g* globrunqpop() REQUIRES(sched.lock) {
  g* gp = sched.runq.pop();
  return gp ? gp : sched.wakeq.pop();
}

// A goroutine that has waited for clock or network, at most every other time that pp schedules.
g* wokenget(p* pp) {
  if (pp->ran_woken) {
    pp->ran_woken = false;
    return nullptr;
  }
  lock_guard hold(sched.lock);
  g* gp = sched.wakeq.pop();
  globrunq_changed();
  pp->ran_woken = gp != nullptr;
  return gp;
}
}  // namespace

g* globrunqget(p* pp, int32_t max) {
  uint32_t size = sched.runq.size + sched.wakeq.size;
  if (size == 0) return nullptr;
  uint32_t n = size / uint32_t(gomaxprocs.load(std::memory_order_relaxed)) + 1;
  if (n > size) n = size;
  if (max > 0 && n > uint32_t(max)) n = uint32_t(max);
  if (n > kRunqSize / 2) n = kRunqSize / 2;
  g* gp = globrunqpop();
  while (--n > 0) runqput(pp, globrunqpop(), false);
  globrunq_changed();
  return gp;
}

// ---- the scheduler

namespace {
void resetspinning(m* mp) {
  mp->spinning = false;
  if (sched.nmspinning.fetch_sub(1, std::memory_order_acq_rel) <= 0) throw_("findrunnable: negative nmspinning");
  hear(mp);
  // Another M may have seen us spinning and not woken anybody: do it now.
  wakep();
}

g* execute(m* mp, g* gp, bool inherit_time) {
  // Pairs with the release in park_m and its like: whoever made gp runnable may have done so on a goroutine's stack,
  // out of a sanitizer's sight.
  (void)gp->status.load(std::memory_order_acquire);
  mp->curg = gp;
  gp->mp = mp;
  casgstatus(gp, Grunnable, Grunning);
  gp->waitsince = 0;
  if (!inherit_time) mp->p_->schedtick.fetch_add(1, std::memory_order_relaxed);
  if (!mp->tcb->xfree || !*static_cast<void**>(mp->tcb->xfree)) xsave_refill(mp);
  return gp;
}

// until: when the first timer of those looked at is due.
g* steal_work(m* mp, p* pp, int64_t& now) {
  int32_t n = gomaxprocs.load(std::memory_order_acquire);
  for (int round = 0; round < 4; round++) {
    uint32_t start = uint32_t(cheaprand(mp) >> 33);
    // Any start and every p once: enough randomness for few Ps, no table of coprimes.
    for (int32_t i = 0; i < n; i++) {
      if (sched.gcwaiting.load(std::memory_order_relaxed)) return nullptr;
      p* from = allp[(start + uint32_t(i)) % uint32_t(n)];
      if (!from || from == pp) continue;
      // Timers last: their heaps are for their owners, who come by soon, and the lock is contended by then.
      int64_t until = 0;
      bool inherit_time;
      if (round == 3 && timers_check(mp, from, now, until))
        if (g* gp = runqget(pp, &inherit_time)) return gp;
      if (g* gp = runqsteal(pp, from, round == 3)) return gp;
    }
  }
  return nullptr;
}

bool anything_to_run() {
  if (sched.runqsize.load(std::memory_order_acquire) > 0) return true;
  int32_t n = gomaxprocs.load(std::memory_order_acquire);
  for (int32_t i = 0; i < n; i++)
    if (allp[i] && !runqempty(allp[i])) return true;
  return false;
}

bool network_waiters() {
  return sched.netpoll_on.load(std::memory_order_relaxed) && sched.netpoll_waiters.load(std::memory_order_relaxed) > 0;
}

// The M has nothing to run and no P. It becomes the one that waits for clock and network, when there is something to
// wait for and nobody does. True: it has a P, and something may have come.
bool wait_for_events(m* mp) {
  mp->wake_when = 0;
  std::atomic_thread_fence(std::memory_order_seq_cst);  // pairs with wake_netpoller's
  int64_t until = next_timer();
  if (until == 0 && !network_waiters()) return false;
  uint32_t seen = sched.poll_wake.load(std::memory_order_seq_cst);
  if (sched.lastpoll.exchange(0, std::memory_order_seq_cst) == 0) {
    // Somebody waits already: not longer than until then.
    int64_t theirs = sched.poll_until.load(std::memory_order_seq_cst);
    if (until && (theirs == 0 || until < theirs)) netpoll_break();
    return false;
  }
  sched.poll_until.store(until, std::memory_order_seq_cst);
  int64_t delay = -1;
  if (until) {
    delay = until - os::nanotime();
    if (delay < 0) delay = 0;
  }
  gqueue ready;
  netpoll(delay, seen, ready);
  int64_t now = os::nanotime();
  sched.poll_until.store(0, std::memory_order_seq_cst);
  sched.lastpoll.store(now, std::memory_order_seq_cst);
  p* pp;
  {
    lock_guard hold(sched.lock);
    pp = pidleget();
  }
  if (!pp) {
    // All Ps are busy: sysmon sees to timers that are due, and takes one from its goroutine for what came from the
    // network.
    ready_list(mp, ready);
    sysmon_before(now);
    return false;
  }
  acquirep(mp, pp);
  bool came = ready.size > 0;
  sched.netpoll_busy.store(ready.size > 1, std::memory_order_relaxed);
  ready_list(mp, ready);
  // What came is run now, and whoever made it ready has woken others for the rest. With nothing in hand this M looks
  // around.
  if (until && until <= now && timers_check_all(mp, now)) came = true;
  if (!came) {
    mp->spinning = true;
    sched.nmspinning.fetch_add(1, std::memory_order_acq_rel);
  }
  return true;
}

// Finds a goroutine to run; waits for one. The M has a P when it returns.
g* findrunnable(m* mp, bool* inherit_time) {
  // What comes next has waited for the clock or the network: nobody's slice goes on.
  bool woke = false;
  for (;;) {
    p* pp = mp->p_;
    if (sched.gcwaiting.load(std::memory_order_acquire)) {
      gcstopm(mp);
      continue;
    }
    *inherit_time = false;
    int64_t now = 0, until = 0;
    woke |= timers_check(mp, pp, now, until);
    if (sched.timers_late.load(std::memory_order_relaxed) &&
        sched.timers_late.exchange(false, std::memory_order_acq_rel))
      woke |= timers_check_all(mp, now);
    if (sched.urgent.load(std::memory_order_relaxed) > 0)
      if (g* gp = wokenget(pp)) return gp;
    if (pp->schedtick.load(std::memory_order_relaxed) % 61 == 0 && sched.runqsize.load(std::memory_order_relaxed) > 0) {
      lock_guard hold(sched.lock);
      if (g* gp = globrunqget(pp, 1)) return gp;
    }
    if (g* gp = runqget(pp, inherit_time)) {
      if (woke) *inherit_time = false;
      return gp;
    }
    if (sched.runqsize.load(std::memory_order_relaxed) > 0) {
      lock_guard hold(sched.lock);
      if (g* gp = globrunqget(pp, 0)) return gp;
    }
    // With little to come, the wait that follows finds it just as well.
    if (sched.netpoll_busy.load(std::memory_order_relaxed) && network_waiters() &&
        sched.lastpoll.load(std::memory_order_relaxed) != 0) {
      gqueue ready;
      netpoll(0, 0, ready);
      sched.netpoll_busy.store(ready.size > 1, std::memory_order_relaxed);
      if (ready.size) {
        ready_list(mp, ready);
        if (g* gp = runqget(pp, inherit_time)) {
          *inherit_time = false;
          return gp;
        }
      }
    }
    int32_t busy = gomaxprocs.load(std::memory_order_relaxed) - sched.npidle.load(std::memory_order_relaxed);
    if (mp->spinning || 2 * sched.nmspinning.load(std::memory_order_relaxed) < busy) {
      if (!mp->spinning) {
        mp->spinning = true;
        sched.nmspinning.fetch_add(1, std::memory_order_acq_rel);
      }
      if (g* gp = steal_work(mp, pp, now)) return gp;
    }
    {
      lock_guard hold(sched.lock);
      if (sched.gcwaiting.load(std::memory_order_relaxed)) continue;
      if (g* gp = globrunqget(pp, 0)) return gp;
      if (!mp->spinning && sched.needspinning.load(std::memory_order_relaxed) == 1) {
        mp->spinning = true;
        sched.nmspinning.fetch_add(1, std::memory_order_acq_rel);
        sched.needspinning.store(0, std::memory_order_relaxed);
        continue;
      }
      if (releasep(mp) != pp) throw_("findrunnable: wrong p");
      pidleput(pp);
    }
    // First say that nobody spins, then look once more: whoever makes work looks at nmspinning after it has queued.
    if (mp->spinning) {
      mp->spinning = false;
      if (sched.nmspinning.fetch_sub(1, std::memory_order_seq_cst) <= 0) throw_("findrunnable: negative nmspinning");
      std::atomic_thread_fence(std::memory_order_seq_cst);
      if (anything_to_run()) {
        p* got;
        {
          lock_guard hold(sched.lock);
          got = pidleget();
        }
        if (got) {
          acquirep(mp, got);
          mp->spinning = true;
          sched.nmspinning.fetch_add(1, std::memory_order_acq_rel);
          continue;
        }
      }
    }
    if (wait_for_events(mp))
      woke = true;
    else
      stopm(mp);
  }
}
}  // namespace

g* schedule(m* mp) {
  store_relaxed<uint8_t>(gort_tcb.preempt, 0);
  if (mp->lockedg) {
    mp->wake_when = 0;  // handing the P over sees to its timers
    stoplockedm(mp);
    return execute(mp, mp->lockedg, false);
  }
  for (;;) {
    bool inherit_time;
    g* gp = findrunnable(mp, &inherit_time);
    if (mp->spinning) resetspinning(mp);
    if (gp->lockedm) {
      startlockedm(mp, gp);  // hands our P to its M and waits for another
      continue;
    }
    if (mp->wake_when) {
      int64_t when = mp->wake_when;
      mp->wake_when = 0;
      wake_netpoller(when);
    }
    return execute(mp, gp, inherit_time);
  }
}

// Every switch comes through here (switch_amd64.S): on the system stack, gp has stopped.
extern "C" g* gort_mcall_enter(g* (*fn)(m*, g*), g* gp) {
  m* mp = gort_tcb.mp;
  // Frames of foreign code that this goroutine called lie on our system stack: it cannot go to another M.
  bool pin = gort_tcb.msp != mp->g0_top && !gp->lockedm;
  if (pin) {
    gp->pinned = true;
    gp->lockedm = mp;
    mp->lockedg = gp;
  }
  gort_tcb.curg = nullptr;
  if (cxa_get_globals) {
    if (!mp->cxa_globals) mp->cxa_globals = cxa_get_globals();
    gp->cxa_globals[0] = mp->cxa_globals[0];
    gp->cxa_globals[1] = mp->cxa_globals[1];
  }
  g* next = fn(mp, gp);
  if (cxa_get_globals && next) {
    mp->cxa_globals[0] = next->cxa_globals[0];
    mp->cxa_globals[1] = next->cxa_globals[1];
  }
  if (pin && next == gp) {
    gp->pinned = false;
    gp->lockedm = nullptr;
    mp->lockedg = nullptr;
  }
  return next;
}

extern "C" g* gort_mstart1(g* (*first)(m*)) {
  m* mp = gort_tcb.mp;
  mp->g0_top = gort_tcb.msp;
  g* next = first(mp);
  if (cxa_get_globals && next) {
    mp->cxa_globals = cxa_get_globals();
    mp->cxa_globals[0] = next->cxa_globals[0];
    mp->cxa_globals[1] = next->cxa_globals[1];
  }
  return next;
}

namespace {
void dropg(m* mp, g* gp) {
  mp->curg = nullptr;
  gp->mp = nullptr;
}

g* goschedImpl(m* mp, g* gp) {
  casgstatus(gp, Grunning, Grunnable);
  dropg(mp, gp);
  {
    lock_guard hold(sched.lock);
    globrunqput(gp);
  }
  if (main_started.load(std::memory_order_relaxed)) wakep();
  return schedule(mp);
}
}  // namespace

g* gosched_m(m* mp, g* gp) { return goschedImpl(mp, gp); }

// Behind this P's own queue only: for whoever has just made another ready and wants it to run.
g* goyield_m(m* mp, g* gp) {
  casgstatus(gp, Grunning, Grunnable);
  dropg(mp, gp);
  runqput(mp->p_, gp, false);
  return schedule(mp);
}

g* gopreempt_m(m* mp, g* gp) {
  stack_trim(gp, mp->p_);
  return goschedImpl(mp, gp);
}
extern "C" g* gopreempt_entry(m* mp, g* gp) { return gopreempt_m(mp, gp); }

g* park_m(m* mp, g* gp) {
  gp->waitreason = mp->wait_why;
  dropg(mp, gp);
  stack_trim(gp, mp->p_);
  // Last: whoever finds it waiting sees all of that (execute).
  casgstatus(gp, Grunning, Gwaiting);
  auto unlockf = mp->wait_unlockf;
  mp->wait_unlockf = nullptr;
  if (unlockf && !unlockf(gp, mp->wait_lock)) {
    casgstatus(gp, Gwaiting, Grunnable);
    return execute(mp, gp, true);
  }
  return schedule(mp);
}

void ready(g* gp) {
  casgstatus(gp, Gwaiting, Grunnable);
  runqput(getm()->p_, gp, true);
  wakep();
}

// The first one runs next, unless another does already. The others queue up behind nobody: either the local queue is
// empty, or they go to wakeq.
void ready_list(m* mp, gqueue& list) {
  if (list.size == 0) return;
  p* pp = mp->p_;
  uint32_t n = list.size, kept = 0;
  for (g* gp = list.head; gp; gp = gp->schedlink) casgstatus(gp, Gwaiting, Grunnable);
  bool others = false;
  if (pp) {
    uint32_t queued = pp->runqtail.load(std::memory_order_relaxed) - pp->runqhead.load(std::memory_order_relaxed);
    others = queued > 0;
    if (!pp->runnext.load(std::memory_order_relaxed)) {
      runqput(pp, list.pop(), true);
      kept++;
    } else {
      others = true;
    }
    if (queued == 0)
      for (; list.size && kept < kRunqSize / 2; kept++) runqput(pp, list.pop(), false);
  }
  if (list.size) {
    lock_guard hold(sched.lock);
    while (g* gp = list.pop()) globrunqput_woken(gp);
  }
  if (!pp) {
    for (uint32_t i = 0; i < n && sched.npidle.load(std::memory_order_relaxed) > 0; i++) startm(nullptr, false);
  } else if (n > 1 || others) {
    wakep();
  }
}

g* goexit0(m* mp, g* gp) {
  if (hook.goexit) hook.goexit(gp);
  if (hook.goroutine_exit) hook.goroutine_exit(gp);
  casgstatus(gp, Grunning, Gdead);
  if (gp->system) sched.ngsys.fetch_sub(1, std::memory_order_relaxed);
  if (gp->locked_int) throw_("internal lockOSThread error");
  bool locked = gp->lockedm && !gp->pinned && gp->locked_ext > 0;
  if (gp->pinned) gort_tcb.msp = mp->g0_top;  // Goexit inside a callback: the foreign frames are gone with it
  gp->system = false;
  gp->pinned = false;
  gp->lockedm = nullptr;
  gp->locked_ext = gp->locked_int = 0;
  gp->waitreason = wait_reason::none;
  gp->c_main = false;
  gp->paniconfault = false;
  gp->defers = nullptr;
  gp->panics = nullptr;
  gp->cleanups = nullptr;
  store_relaxed<uint8_t>(gp->cancel, 0);
  mp->lockedg = nullptr;
  dropg(mp, gp);
  stack_release(gp, mp->p_);
  gfput(mp->p_, gp);
  if (locked) {
    // The thread may be in any state: it ends with its goroutine.
    if (mp != &m0 && !mp->foreign) {
      mp->exiting = true;
      handoffp(releasep(mp));
      return nullptr;
    }
    // The first thread must stay, or the process would look like a zombie; but it is in no state to be used again.
    handoffp(releasep(mp));
    mp->park.sleep();
    throw_("locked m0 woke up");
  }
  return schedule(mp);
}

// gort_park's unlock function. It runs on the system stack: native code.
bool park_unlock(g* gp, void*) {
  gp->parked.store(true, std::memory_order_release);
  std::atomic_thread_fence(std::memory_order_seq_cst);  // pairs with gort_ready's
  if (!gp->park_token.exchange(false, std::memory_order_acq_rel)) return true;
  return !gp->parked.exchange(false, std::memory_order_acq_rel);  // false: gort_ready has us already
}
void c_main_starts_goroutines() {
  g* gp = getg();
  if (!gp || !gp->c_main) return;
  gp->c_main = false;
  hear_signals();
  runtime_unlock_os_thread(gp);
}

// ---- module-facing functions on the system stack

extern "C" {
void runtime_newproc(funcval* fv) {
  if (!fv) fatal("go of nil func value");
  uint64_t caller = gort_tcb.grbp ? reinterpret_cast<uint64_t*>(gort_tcb.grbp)[1] : 0;
  runqput_new(newproc1(reinterpret_cast<void (*)(void*)>(fv->fn), fv, caller, false));
}
void gort_go(void (*fn)(void*), void* arg) {
  if (!fn) fatal("go of nil func value");
  uint64_t caller = gort_tcb.grbp ? reinterpret_cast<uint64_t*>(gort_tcb.grbp)[1] : 0;
  c_main_starts_goroutines();
  runqput_new(newproc1(fn, arg, caller, false));
}
int64_t runtime_NumGoroutine() { return gcount(); }
void runtime_goready(g* gp) { ready(gp); }

// gort_park and gort_ready: a token that is never lost. The waker sets the token and then looks whether the goroutine
// is parked; the parker says that it is parked and then looks for the token (proc_g.cpp). With a full fence between the
// two steps of each, one of them sees the other, and the exchange of `parked` lets exactly one of them make it run.
void gort_ready(g* gp) {
  gp->park_token.store(true, std::memory_order_relaxed);
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (gp->parked.exchange(false, std::memory_order_acq_rel)) {
    gp->park_token.store(false, std::memory_order_relaxed);
    ready(gp);
  }
}
}

}  // namespace gort
