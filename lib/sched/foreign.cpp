// lib/sched/foreign.cpp: Ps of Ms that are in foreign code.
//
// An M goes out and comes in with one plain increment of its own counter (odd: outside) and looks at one event word on
// the way in; it never writes to its P, which it may have lost. Whoever wants the P (sysmon, stopping the world) holds
// sched.lock, raises `steal`, makes a barrier that every thread of the process passes, and looks at the counter:
// odd means that the M's next look at the event word comes after our store, so it will find us; the P is ours. Even
// means that it came back, and nothing is taken. The M's slow return takes sched.lock and thereby learns the decision.
//
// Where the system has no membarrier, the thunk's increment is a locked one and a fence on this side is enough.
#include "base/os_linux.h"
#include "sched/proc.h"

namespace gort {

namespace {
void heavy_fence() {
  if (have_membarrier)
    os::membarrier();
  else
    std::atomic_thread_fence(std::memory_order_seq_cst);
}
}  // namespace

bool retake_foreign(p* pp) {
  m* mp = pp->mp.load(std::memory_order_acquire);
  if (!mp || !mp->tcb || pp->status.load(std::memory_order_relaxed) != Prunning) return false;
  auto* t = mp->tcb;
  if (!(load_relaxed(t->fseq) & 1)) return false;
  store_relaxed<uint8_t>(t->steal, 1);
  heavy_fence();
  // A signal handler of the program counts as outside while it calls C, but what it interrupted may be inside and
  // believes that it has its P. The counter only grows: unchanged, it was not the handler's.
  uint64_t seen = __atomic_load_n(&t->fseq, __ATOMIC_ACQUIRE);
  bool handler = __atomic_load_n(&t->insignal, __ATOMIC_ACQUIRE) != 0;
  if (!(seen & 1) || handler || load_relaxed(t->fseq) != seen) {
    store_relaxed<uint8_t>(t->steal, 0);
    return false;
  }
  mp->oldp = pp;
  mp->p_ = nullptr;
  pp->mp.store(nullptr, std::memory_order_release);
  pp->status.store(Pidle, std::memory_order_release);
  return true;
}

// On the way in, the event word says that somebody looks at our P or has it. The M waits here, on its own system stack,
// until it has one again.
extern "C" void gort_exitsyscall() NO_THREAD_SAFETY {
  // A signal handler of the program runs without a P: what it interrupted may hold any lock.
  if (gort_tcb.insignal) return;
  m* mp = gort_tcb.mp;
  g* gp = gort_tcb.curg;
  sched.lock.lock();
  store_relaxed<uint8_t>(gort_tcb.steal, 0);
  if (mp->p_) {
    sched.lock.unlock();
    return;
  }
  p* pp = nullptr;
  // The old P is the likeliest to have our data in its caches.
  if (!sched.gcwaiting.load(std::memory_order_relaxed)) {
    for (p** at = &sched.pidle; *at; at = &(*at)->link)
      if (*at == mp->oldp) {
        pp = *at;
        *at = pp->link;
        sched.npidle.fetch_sub(1, std::memory_order_acq_rel);
        if (sched.sysmonwait.load(std::memory_order_relaxed)) wake_sysmon();
        break;
      }
    if (!pp) pp = pidleget();
  }
  if (pp) {
    sched.lock.unlock();
    acquirep(mp, pp);
    return;
  }
  // None: queue up, tied to this M, whose stack holds the way back.
  bool tie = !gp->lockedm;
  if (tie) {
    gp->lockedm = mp;
    mp->lockedg = gp;
  }
  uint32_t running = Grunning;
  if (!gp->status.compare_exchange_strong(running, Grunnable, std::memory_order_acq_rel))
    throw_("exitsyscall: bad g status");
  globrunqput(gp);
  sched.lock.unlock();
  gort_tcb.curg = nullptr;
  mp->curg = nullptr;
  stoplockedm(mp);
  if (tie) {
    gp->lockedm = nullptr;
    mp->lockedg = nullptr;
  }
  uint32_t runnable = Grunnable;
  gp->status.compare_exchange_strong(runnable, Grunning, std::memory_order_acq_rel);
  gp->mp = mp;
  mp->curg = gp;
  gort_tcb.curg = gp;
  mp->p_->schedtick.fetch_add(1, std::memory_order_relaxed);
}

}  // namespace gort
