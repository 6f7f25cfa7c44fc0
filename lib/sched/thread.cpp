// lib/sched/thread.cpp: Ms, the threads that run goroutines.
//
// An M that has nothing to do sleeps on its note in the idle list; Ms are never freed, only their threads end. An M
// whose goroutine is locked to it runs nothing else: stoplockedm and startlockedm hand Ps to and fro.
//
// New threads inherit the state of the thread that makes them. A goroutine locked to its thread may have changed that
// state, so such a thread asks the template thread, which is known to be clean, to start threads for it.
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "base/godebug.h"
#include "base/os_linux.h"
#include "base/print.h"
#include "base/sanitizer.h"
#include "sched/poll.h"
#include "sched/proc.h"
#include "sched/sigstack.h"

namespace gort {

std::atomic<bool> have_template_thread{false};

namespace {

void mput(m* mp) REQUIRES(sched.lock) {
  mp->schedlink = sched.midle;
  sched.midle = mp;
  sched.nmidle++;
  checkdead();
}

m* mget() REQUIRES(sched.lock) {
  m* mp = sched.midle;
  if (mp) {
    sched.midle = mp->schedlink;
    sched.nmidle--;
  }
  return mp;
}

// The mask of threads that take the process's signals.
sigset_t initial_mask;
// A plain C program has one thread to its own mind: what that blocks must stay pending, for sigwait or until it is
// unblocked, and not be delivered to a thread of ours. So Ms are deaf until the program starts its first goroutine;
// then they take what its thread takes.
std::atomic<bool> ms_hear{true};

void set_mask(m* mp) {
  mp->deaf = !ms_hear.load(std::memory_order_acquire);
  sigset_t mask = initial_mask;
  if (mp->deaf) {
    sigfillset(&mask);
    for (int needed : {SIGURG, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGABRT, SIGSYS, SIGPROF})
      sigdelset(&mask, needed);
  }
  pthread_sigmask(SIG_SETMASK, &mask, nullptr);
}

// What a new thread does first: schedule, or its own function (sysmon).
g* first_of_thread(m* mp) {
  if (mp->startfn) mp->startfn(mp);
  if (mp->nextp) {
    p* pp = mp->nextp;
    mp->nextp = nullptr;
    acquirep(mp, pp);
  }
  if (!mp->p_) {
    // The start function had no P and has returned: nothing more for this thread.
    return nullptr;
  }
  return schedule(mp);
}

void mexit(m* mp) {
  lock_guard hold(sched.lock);
  sched.nmfreed++;
  mp->dying = true;
  mp->tcb = nullptr;
  checkdead();
}

void thread_main(void* v) {
  m* mp = static_cast<m*>(v);
  gort_tcb.mp = mp;
  minit(mp);
  // Born with all signals blocked. sysmon stays so; the others take the signals that the program started with.
  if (mp->startfn != sysmon) set_mask(mp);
  // The thread's own stack is the system stack.
  gort_mstart(static_cast<uint8_t*>(__builtin_frame_address(0)) - 256, first_of_thread);
  sigstack_end();
  mexit(mp);
}

void newm1(m* mp) {
  if (int err = os::start_thread(thread_main, mp, kG0Stack)) {
    print("runtime: failed to create new OS thread (have ", int64_t(mp->id), " already; errno=", err, ")\n");
    if (err == 11) print("runtime: may need to increase max user processes (ulimit -u)\n");
    throw_("newosproc");
  }
}

// ---- the template thread

mutex template_lock{lock_rank::new_threads};
m* template_queue GUARDED_BY(template_lock) = nullptr;
note template_note;

void template_thread(m*) {
  {
    lock_guard hold(sched.lock);
    sched.nmsys++;
    checkdead();
  }
  for (;;) {
    m* list;
    {
      lock_guard hold(template_lock);
      list = template_queue;
      template_queue = nullptr;
      template_note.clear();
    }
    if (!list) {
      template_note.sleep();
      continue;
    }
    while (list) {
      m* next = list->schedlink;
      list->schedlink = nullptr;
      newm1(list);
      list = next;
    }
  }
}
}  // namespace

void mcommoninit(m* mp, int64_t id) {
  lock_guard hold(sched.lock);
  if (id >= 0)
    mp->id = id;
  else {
    mp->id = sched.mnext++;
    if (sched.mnext - sched.nmfreed - 1 > sched.maxmcount) {
      print("runtime: program exceeds ", sched.maxmcount, "-thread limit\n");
      throw_("thread exhaustion");
    }
  }
  mp->fastrand = uint64_t(os::nanotime()) * 0x9e3779b97f4a7c15ull + uint64_t(mp->id + 1) * 0xbf58476d1ce4e5b9ull;
  if (!mp->fastrand) mp->fastrand = 1;
  m* head = allms.load(std::memory_order_relaxed);
  mp->alllink = head;
  allms.store(mp, std::memory_order_release);
}

void minit(m* mp) {
  mp->tid = os::gettid();
  mp->limit = limit_address();
  mp->pthread = pthread_self();
  mp->tcb = &gort_tcb;
  gort_tcb.mp = mp;
  gort_tcb.errno_off = reinterpret_cast<int64_t>(__errno_location()) - int64_t(thread_pointer());
  sigstack_init();
}

void newm(void (*startfn)(m*), p* pp, int64_t id) {
  m* mp = new (std::nothrow) m{};
  if (!mp) throw_("out of memory (new thread)");
  mp->startfn = startfn;
  mp->nextp = pp;
  mp->spinning = false;
  mcommoninit(mp, id);
  m* self = gort_tcb.mp;
  if (self && self->lockedg && have_template_thread.load(std::memory_order_acquire) && startfn != template_thread) {
    lock_guard hold(template_lock);
    mp->schedlink = template_queue;
    template_queue = mp;
    template_note.wakeup();
    return;
  }
  newm1(mp);
}

void thread_forked() NO_THREAD_SAFETY {
  template_lock.forget();
  template_queue = nullptr;
  have_template_thread.store(false, std::memory_order_relaxed);
}

void start_template_thread() {
  if (have_template_thread.exchange(true, std::memory_order_acq_rel)) return;
  newm(template_thread, nullptr, -1);
}

void hear_no_signals() { ms_hear.store(false, std::memory_order_relaxed); }
void hear_signals() {
  pthread_sigmask(SIG_SETMASK, nullptr, &initial_mask);
  ms_hear.store(true, std::memory_order_release);
}
void hear(m* mp) {
  if (mp->deaf && ms_hear.load(std::memory_order_acquire)) set_mask(mp);
}

// m0 leaves the stack that the kernel gave the process for one that lies where the others' do: below the goroutines'
// stacks, as debuggers want it, and of a size that no limit of the shell changes.
void mstart_m0(g* (*first)(m*)) {
  pthread_sigmask(SIG_SETMASK, nullptr, &initial_mask);
  auto* stack = static_cast<uint8_t*>(os::reserve(kG0Stack));
  if (!stack) throw_("out of memory (system stack)");
  mprotect(stack, 4096, PROT_NONE);
  m0.g0_lo = stack;
  m0.g0_size = kG0Stack;
  leaving_stack(stack, kG0Stack);
  gort_mstart(stack + kG0Stack - 64, first);
  throw_("m0 returned");
}

namespace {
void mspinning(m* mp) { mp->spinning = true; }
}  // namespace

// Starts an M that runs pp (an idle p when null). spinning: the caller has counted it in nmspinning.
void startm(p* pp, bool spinning) {
  m* mp;
  {
    lock_guard hold(sched.lock);
    if (!pp) {
      pp = pidleget();
      if (!pp) {
        if (spinning && sched.nmspinning.fetch_sub(1, std::memory_order_acq_rel) <= 0)
          throw_("startm: negative nmspinning");
        return;
      }
    }
    mp = mget();
    if (mp) {
      mp->spinning = spinning;
      mp->nextp = pp;
    }
  }
  if (mp) {
    mp->park.wakeup();
    return;
  }
  newm(spinning ? mspinning : nullptr, pp, -1);
}

// Waits in the idle list until there is work and a P for it.
void stopm(m* mp) {
  if (mp->p_) throw_("stopm holding p");
  if (mp->spinning) throw_("stopm spinning");
  {
    lock_guard hold(sched.lock);
    mput(mp);
  }
  mp->park.sleep();
  mp->park.clear();
  hear(mp);
  acquirep(mp, mp->nextp);
  mp->nextp = nullptr;
}

// pp's M goes into a long wait: give pp to another M if there is any work, else make it idle.
void handoffp(p* pp) {
  if (!runqempty(pp) || sched.runqsize.load(std::memory_order_acquire) > 0) {
    startm(pp, false);
    return;
  }
  // Nobody spins and nobody is idle: somebody must look for work.
  int32_t zero = 0;
  if (sched.nmspinning.load(std::memory_order_acquire) + sched.npidle.load(std::memory_order_acquire) == 0 &&
      sched.nmspinning.compare_exchange_strong(zero, 1, std::memory_order_acq_rel)) {
    sched.needspinning.store(0, std::memory_order_relaxed);
    startm(pp, true);
    return;
  }
  bool start = false;
  {
    lock_guard hold(sched.lock);
    if (sched.gcwaiting.load(std::memory_order_relaxed)) {
      pp->status.store(Pgcstop, std::memory_order_release);
      if (--sched.stopwait == 0) sched.stopnote.wakeup();
      return;
    }
    // The last one that ran, and nobody watches the network.
    bool watch = sched.netpoll_waiters.load(std::memory_order_relaxed) > 0 &&
                 sched.lastpoll.load(std::memory_order_relaxed) != 0 &&
                 sched.npidle.load(std::memory_order_relaxed) == gomaxprocs.load(std::memory_order_relaxed) - 1;
    if (watch || sched.runqsize.load(std::memory_order_relaxed) > 0)
      start = true;
    else
      pidleput(pp);
  }
  if (start)
    startm(pp, false);
  else if (int64_t when = pp->timer_heap.wake_time())
    wake_netpoller(when);
}

void wakep() {
  int32_t zero = 0;
  if (sched.npidle.load(std::memory_order_relaxed) == 0) return;
  if (sched.nmspinning.load(std::memory_order_relaxed) != 0 ||
      !sched.nmspinning.compare_exchange_strong(zero, 1, std::memory_order_acq_rel))
    return;
  p* pp;
  {
    lock_guard hold(sched.lock);
    pp = pidleget();
    if (!pp) {
      sched.needspinning.store(1, std::memory_order_relaxed);
      sched.nmspinning.fetch_sub(1, std::memory_order_acq_rel);
      return;
    }
  }
  startm(pp, true);
}

// Invariant of mp->park, here and in stopm: clear but between a wakeup and the return of the sleep that it ends. It is
// never cleared *before* a sleep: the wakeup may come first.
void stoplockedm(m* mp) {
  if (!mp->lockedg || mp->lockedg->lockedm != mp) throw_("stoplockedm: inconsistent locking");
  if (mp == &m0 && !mp->does_park) throw_("stoplockedm: m0 must not park yet");
  if (mp->p_) handoffp(releasep(mp));
  {
    lock_guard hold(sched.lock);
    sched.nmidlelocked++;
    checkdead();
  }
  mp->park.sleep();
  mp->park.clear();
  if (mp->lockedg->status.load(std::memory_order_acquire) != Grunnable) throw_("stoplockedm: not runnable");
  acquirep(mp, mp->nextp);
  mp->nextp = nullptr;
}

// gp is locked to another M: hand it our P, and wait for work of our own.
void startlockedm(m* mp, g* gp) {
  m* other = gp->lockedm;
  if (other == mp) throw_("startlockedm: locked to me");
  {
    lock_guard hold(sched.lock);
    sched.nmidlelocked--;
  }
  p* pp = releasep(mp);
  other->nextp = pp;
  other->park.wakeup();
  stopm(mp);
}

void checkdead() {
  if (panicking.load(std::memory_order_relaxed) || sched.frozen.load(std::memory_order_relaxed)) return;
  if (!main_started.load(std::memory_order_relaxed)) return;
  // A thread of C's may call in at any time and make goroutines ready.
  if (sched.foreign_threads.load(std::memory_order_relaxed) > 0) return;
  if (sched.notifications.load(std::memory_order_relaxed)) return;
  int64_t run = sched.mnext - sched.nmfreed - sched.nmidle - sched.nmidlelocked - sched.nmsys;
  if (run > 0) return;
  if (run < 0) {
    print("runtime: checkdead: nmidle=", sched.nmidle, " nmidlelocked=", sched.nmidlelocked,
          " mcount=", sched.mnext - sched.nmfreed, " nmsys=", sched.nmsys, "\n");
    throw_("checkdead: inconsistent counts");
  }
  int64_t waiting = 0;
  for (g* gp = allgs.load(std::memory_order_acquire); gp; gp = gp->alllink) {
    if (gp->system) continue;
    uint32_t s = gp->status.load(std::memory_order_acquire);
    if (s == Gwaiting)
      waiting++;
    else if (s == Grunnable || s == Grunning) {
      // Queued work with all Ms idle: a wake-up is on its way (an M that stopped looks again before it sleeps), or it
      // has been handed over this moment.
      return;
    }
  }
  if (waiting == 0) {
    sched.lock.unlock();
    fatal("no goroutines (main called runtime.Goexit) - deadlock!");
  }
  if (next_timer()) return;
  sched.lock.unlock();
  fatal("all goroutines are asleep - deadlock!");
}

}  // namespace gort
