// lib/sched/fork.cpp: the child of a fork.
//
// As in C, the child has the thread that called fork and no other; as goroutines are threads to the program, it has
// that goroutine and no other. Everything that the other threads had a hand in is dropped, not repaired: locks are
// free, queues and caches empty, other goroutines' stacks leak. So fork costs the parent nothing and waits for nobody.
//
// fork is a foreign call: this thread is outside and may have lost its P. GOMAXPROCS is 1 now, and the P is ours.
// sysmon starts when the child starts a timer or a goroutine; a child that goes on to exec never sees it.
#include "base/os_linux.h"
#include "sched/poll.h"
#include "sched/proc.h"

namespace gort {

namespace {
void reset_p(p* pp) {
  pp->runqhead.store(0, std::memory_order_relaxed);
  pp->runqtail.store(0, std::memory_order_relaxed);
  pp->runnext.store(nullptr, std::memory_order_relaxed);
  pp->gfree = nullptr;
  pp->ngfree = 0;
  pp->segfree = nullptr;
  pp->nsegfree = 0;
  pp->link = nullptr;
  timers_forked(pp);
  pp->mp.store(nullptr, std::memory_order_relaxed);
  pp->status.store(Pdead, std::memory_order_relaxed);
}

void reset_sched(bool foreign) NO_THREAD_SAFETY {
  sched.lock.forget();
  sched.gfree_lock.forget();
  sched.gfree = nullptr;
  sched.ngfree = 0;
  sched.nmfreed = int32_t(sched.mnext);
  sched.midle = nullptr;
  sched.nmidle = sched.nmidlelocked = sched.nmsys = 0;
  sched.ngsys.store(0, std::memory_order_relaxed);
  sched.pidle = nullptr;
  sched.npidle.store(0, std::memory_order_relaxed);
  sched.nmspinning.store(0, std::memory_order_relaxed);
  sched.needspinning.store(0, std::memory_order_relaxed);
  sched.runq = {};
  sched.wakeq = {};
  sched.runqsize.store(0, std::memory_order_relaxed);
  sched.urgent.store(0, std::memory_order_relaxed);
  sched.gcwaiting.store(false, std::memory_order_relaxed);
  sched.stopwait = 0;
  sched.sysmonwait.store(false, std::memory_order_relaxed);
  sched.foreign_threads.store(foreign ? 1 : 0, std::memory_order_relaxed);
  sched.notifications.store(false, std::memory_order_relaxed);
  sched.no_sysmon.store(true, std::memory_order_relaxed);
}
}  // namespace

void sched_forked() NO_THREAD_SAFETY {
  m* self = gort_tcb.mp;
  reset_sched(!self || self->foreign);
  stack_forked();
  poll_forked();
  sigstack_forked();
  world_forked();
  thread_forked();
  proc_forked(gort_tcb.curg);
  for (int32_t i = 0; i < kMaxProcs && allp[i]; i++) reset_p(allp[i]);
  gomaxprocs.store(1, std::memory_order_relaxed);
  p* pp = allp[0];
  allms.store(self, std::memory_order_relaxed);
  if (!self) {
    // A thread that the runtime has not met: it takes the P when it first calls the module.
    pp->status.store(Pidle, std::memory_order_relaxed);
    pidleput(pp);
    return;
  }
  sched.nmfreed--;
  self->alllink = nullptr;
  self->tid = os::gettid();
  self->oldp = nullptr;
  self->spinning = false;
  self->park.clear();
  self->p_ = pp;
  pp->mp.store(self, std::memory_order_relaxed);
  pp->status.store(Prunning, std::memory_order_relaxed);
  store_relaxed<uint8_t>(gort_tcb.steal, 0);
}

void restart_sysmon() {
  if (!sched.no_sysmon.exchange(false, std::memory_order_acq_rel)) return;
  have_membarrier = have_membarrier && os::register_membarrier();
  newm(sysmon, nullptr, -1);
}

}  // namespace gort
