// lib/debug/schedtrace.cpp: GODEBUG=schedtrace=N and scheddetail=1, as Go 1.26 prints them. Statuses are Go's numbers.
#include "base/os_linux.h"
#include "base/print.h"
#include "debug/fatal.h"
#include "sched/proc.h"

namespace gort {

namespace {
struct id_or_nil {
  bool there;
  int64_t id;
};
printer& operator<<(printer& out, id_or_nil v) { return v.there ? out << v.id : out << "nil"; }

template <class T>
id_or_nil id_of(const T* x) {
  return {x != nullptr, x ? int64_t(x->id) : 0};
}
id_or_nil id_of(const g* gp) { return {gp != nullptr, gp ? int64_t(gp->goid) : 0}; }

bool outside(const m* mp) {
  const tcb* t = mp ? mp->tcb : nullptr;
  return t && (load_relaxed(t->fseq) & 1);
}

int go_status(const g* gp) {
  switch (gp->status.load(std::memory_order_relaxed)) {
    case Grunnable:
      return 1;
    case Grunning:
      return outside(gp->mp) ? 3 : 2;
    case Gwaiting:
      return 4;
    case Gdead:
      return 6;
    default:
      return 0;
  }
}
int go_status(const p* pp) {
  switch (pp->status.load(std::memory_order_relaxed)) {
    case Prunning:
      return 1;
    case Pgcstop:
      return 3;
    case Pdead:
      return 4;
    default:
      return 0;
  }
}

uint32_t queued(const p* pp) {
  return pp->runqtail.load(std::memory_order_relaxed) - pp->runqhead.load(std::memory_order_relaxed);
}

void print_details(int32_t procs) {
  for (int32_t i = 0; i < procs; i++) {
    const p* pp = allp[i];
    const m* mp = pp->mp;
    const tcb* t = mp ? mp->tcb : nullptr;
    print("  P", i, ": status=", go_status(pp), " schedtick=", pp->schedtick.load(std::memory_order_relaxed),
          " syscalltick=", t ? load_relaxed(t->fseq) / 2 : uint64_t(0), " m=", id_of(mp), " runqsize=", queued(pp),
          " gfreecnt=", int32_t(pp->ngfree), " timerslen=", pp->timer_heap.len.load(std::memory_order_relaxed), "\n");
  }
  for (const m* mp = allms.load(std::memory_order_acquire); mp; mp = mp->alllink) {
    if (mp->dying) continue;
    print("  M", mp->id, ": p=", id_of(static_cast<const p*>(mp->p_)), " curg=", id_of(static_cast<const g*>(mp->curg)),
          " mallocing=0 throwing=0 preemptoff= locks=", mp->locks_held, " dying=0 spinning=", bool(mp->spinning),
          " blocked=", bool(mp->blocked), " lockedg=", id_of(static_cast<const g*>(mp->lockedg)), "\n");
  }
  for (const g* gp : g_list()) {
    if (gp->status.load(std::memory_order_relaxed) == Gdead) continue;
    print("  G", gp->goid, ": status=", go_status(gp), "(", wait_reason_text(gp->waitreason),
          ") m=", id_of(static_cast<const m*>(gp->mp)), " lockedm=", id_of(static_cast<const m*>(gp->lockedm)), "\n");
  }
}
}  // namespace

void schedtrace(bool detail) NO_THREAD_SAFETY {
  static int64_t start;
  int64_t now = os::nanotime();
  if (!start) start = now;
  // A dying process may hold the lock already.
  bool locked = false;
  for (int i = 0; i < 100 && !locked; i++)
    if (!(locked = sched.lock.seize())) os::usleep(100);
  int32_t procs = gomaxprocs.load(std::memory_order_acquire);
  printer out;
  out << "SCHED " << (now - start) / 1000000 << "ms: gomaxprocs=" << procs
      << " idleprocs=" << sched.npidle.load(std::memory_order_relaxed) << " threads=" << sched.mnext - sched.nmfreed
      << " spinningthreads=" << sched.nmspinning.load(std::memory_order_relaxed)
      << " needspinning=" << sched.needspinning.load(std::memory_order_relaxed) << " idlethreads=" << sched.nmidle
      << " runqueue=" << sched.runqsize.load(std::memory_order_relaxed);
  if (detail) {
    out << " gcwaiting=" << sched.gcwaiting.load(std::memory_order_relaxed) << " nmidlelocked=" << sched.nmidlelocked
        << " stopwait=" << sched.stopwait << " sysmonwait=" << sched.sysmonwait.load(std::memory_order_relaxed) << "\n";
    out.flush();
    print_details(procs);
  } else {
    out << " [";
    for (int32_t i = 0; i < procs; i++) out << ' ' << queued(allp[i]);
    out << " ] schedticks=[ ";
    for (int32_t i = 0; i < procs; i++) out << allp[i]->schedtick.load(std::memory_order_relaxed) << ' ';
    out << "]\n";
  }
  out.flush();
  if (locked) sched.lock.unlock();
}

}  // namespace gort
