// lib/sched/world.cpp: Ps, GOMAXPROCS, and stopping the world.
//
// Stopping: everybody who holds a P is asked to yield, Ps of Ms in foreign code are taken, idle Ps are simply marked.
// When all are in Pgcstop, the caller alone runs.
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/godebug.h"
#include "base/os_linux.h"
#include "sched/proc.h"

namespace gort {

p* allp[kMaxProcs];
std::atomic<int32_t> gomaxprocs{0};

int64_t ncpu;

namespace {
mutex world_lock{lock_rank::stop_world};  // one stopper at a time

p* newp(int32_t id) {
  void* mem = aligned_alloc(64, (sizeof(p) + 63) & ~size_t(63));
  if (!mem) throw_("out of memory (new p)");
  memset(mem, 0, sizeof(p));
  p* pp = new (mem) p{};
  pp->id = id;
  pp->status.store(Pgcstop, std::memory_order_relaxed);
  return pp;
}
}  // namespace

void acquirep(m* mp, p* pp) {
  if (mp->p_) throw_("acquirep: already in go");
  if (pp->mp.load(std::memory_order_relaxed) || pp->status.load(std::memory_order_relaxed) != Pidle)
    throw_("acquirep: invalid p state");
  mp->p_ = pp;
  pp->mp.store(mp, std::memory_order_release);
  pp->status.store(Prunning, std::memory_order_release);
}

p* releasep(m* mp) {
  p* pp = mp->p_;
  if (!pp || pp->mp.load(std::memory_order_relaxed) != mp) throw_("releasep: invalid p state");
  mp->p_ = nullptr;
  pp->mp.store(nullptr, std::memory_order_release);
  pp->status.store(Pidle, std::memory_order_release);
  return pp;
}

void pidleput(p* pp) {
  pp->link = sched.pidle;
  sched.pidle = pp;
  sched.npidle.fetch_add(1, std::memory_order_acq_rel);
}

p* pidleget() {
  p* pp = sched.pidle;
  if (pp) {
    sched.pidle = pp->link;
    sched.npidle.fetch_sub(1, std::memory_order_acq_rel);
    if (sched.sysmonwait.load(std::memory_order_relaxed)) wake_sysmon();
  }
  return pp;
}

void gcstopm(m* mp) {
  if (mp->spinning) {
    mp->spinning = false;
    if (sched.nmspinning.fetch_sub(1, std::memory_order_acq_rel) <= 0) throw_("gcstopm: negative nmspinning");
  }
  p* pp = releasep(mp);
  {
    lock_guard hold(sched.lock);
    pp->status.store(Pgcstop, std::memory_order_release);
    if (--sched.stopwait == 0) sched.stopnote.wakeup();
  }
  stopm(mp);
}

void stop_the_world(m* mp) NO_THREAD_SAFETY {
  world_lock.lock();
  bool wait;
  {
    lock_guard hold(sched.lock);
    sched.stopwait = gomaxprocs.load(std::memory_order_relaxed);
    sched.stopnote.clear();
    sched.gcwaiting.store(true, std::memory_order_seq_cst);
    mp->p_->status.store(Pgcstop, std::memory_order_release);
    sched.stopwait--;
    int32_t n = gomaxprocs.load(std::memory_order_relaxed);
    for (int32_t i = 0; i < n; i++)
      if (allp[i] != mp->p_ && allp[i]->mp.load(std::memory_order_acquire) && retake_foreign(allp[i])) {
        allp[i]->status.store(Pgcstop, std::memory_order_release);
        sched.stopwait--;
      }
    while (p* pp = pidleget()) {
      pp->status.store(Pgcstop, std::memory_order_release);
      sched.stopwait--;
    }
    wait = sched.stopwait > 0;
  }
  while (wait) {
    preemptall();
    if (sched.stopnote.sleep(100 * 1000)) break;
    // Ms may have gone into foreign code since.
    lock_guard hold(sched.lock);
    int32_t n = gomaxprocs.load(std::memory_order_relaxed);
    for (int32_t i = 0; i < n; i++)
      if (allp[i] != mp->p_ && allp[i]->mp.load(std::memory_order_acquire) &&
          allp[i]->status.load(std::memory_order_relaxed) == Prunning && retake_foreign(allp[i])) {
        allp[i]->status.store(Pgcstop, std::memory_order_release);
        if (--sched.stopwait == 0) wait = false;
      }
  }
}

void start_the_world(m* mp) NO_THREAD_SAFETY {
  {
    lock_guard hold(sched.lock);
    sched.gcwaiting.store(false, std::memory_order_seq_cst);
    mp->p_->status.store(Prunning, std::memory_order_release);
    int32_t n = gomaxprocs.load(std::memory_order_relaxed);
    for (int32_t i = n - 1; i >= 0; i--)
      if (allp[i] != mp->p_) {
        allp[i]->status.store(Pidle, std::memory_order_release);
        pidleput(allp[i]);
      }
  }
  world_lock.unlock();
  // Queues may be full of work: wake as many Ms as there are Ps with some.
  int32_t n = gomaxprocs.load(std::memory_order_relaxed);
  for (int32_t i = 0; i < n; i++) wakep();
}

// World stopped. The calling M ends up with a P that exists.
void procresize(m* mp, int32_t n) {
  int32_t old = gomaxprocs.load(std::memory_order_relaxed);
  for (int32_t i = 0; i < n; i++)
    if (!allp[i])
      allp[i] = newp(i);
    else if (i >= old)
      allp[i]->status.store(Pgcstop, std::memory_order_relaxed);
  for (int32_t i = n; i < old; i++) {
    // The P goes: its goroutines to the global queue, its caches to the depots.
    p* pp = allp[i];
    lock_guard hold(sched.lock);
    bool inherit;
    while (g* gp = runqget(pp, &inherit)) globrunqput(gp);
    timers_take(allp[0], pp);
    gfpurge(pp);
    stack_flush(pp);
    pp->status.store(Pdead, std::memory_order_release);
  }
  gomaxprocs.store(n, std::memory_order_release);  // whoever sees n sees that many Ps (acquire, where allp is walked)
  p* pp = mp->p_;
  if (!pp || pp->id >= n) {
    if (pp) {
      pp->mp.store(nullptr, std::memory_order_release);
      mp->p_ = nullptr;
    }
    p* first = allp[0];
    first->mp.store(nullptr, std::memory_order_relaxed);
    first->status.store(Pidle, std::memory_order_relaxed);
    acquirep(mp, first);
  }
  mp->p_->status.store(Pgcstop, std::memory_order_relaxed);
}

void world_forked() { world_lock.forget(); }

void schedinit() NO_THREAD_SAFETY {
  gort_tcb.mp = &m0;
  mcommoninit(&m0, -1);
  have_membarrier = debug.fault != 3 && os::register_membarrier();
  ncpu = os::ncpu();
  stackinit();
  minit(&m0);
  int32_t n = int32_t(ncpu);
  if (const char* text = getenv("GOMAXPROCS")) {
    char* end;
    errno = 0;
    long v = strtol(text, &end, 10);
    if (!errno && end != text && !*end && v > 0) n = v > kMaxProcs ? kMaxProcs : int32_t(v);
  }
  procresize(&m0, n);
  lock_guard hold(sched.lock);
  m0.p_->status.store(Prunning, std::memory_order_relaxed);
  for (int32_t i = n - 1; i >= 0; i--)
    if (allp[i] != m0.p_) {
      allp[i]->status.store(Pidle, std::memory_order_relaxed);
      pidleput(allp[i]);
    }
}

extern "C" {
int64_t runtime_NumCPU() { return ncpu; }

int64_t runtime_GOMAXPROCS(int64_t n) {
  m* mp = gort_tcb.mp;
  int32_t old = gomaxprocs.load(std::memory_order_relaxed);
  if (n <= 0 || n == old) return old;
  if (n > kMaxProcs) n = kMaxProcs;
  stop_the_world(mp);
  old = gomaxprocs.load(std::memory_order_relaxed);
  procresize(mp, int32_t(n));
  start_the_world(mp);
  return old;
}
}

}  // namespace gort
