// lib/sched/sysmon.cpp: the thread that watches. It has no P.
//
// It takes Ps from Ms that stay in foreign code, preempts goroutines that have run for 10 ms, sees that timers run and
// that the network is polled in time, ticks the epoch by which stacks are trimmed, and prints schedtrace lines. It
// looks every 20 microseconds while there is something to do, every 10 ms when there is not, and sleeps while all Ps
// are idle.
#include <algorithm>

#include "base/godebug.h"
#include "base/os_linux.h"
#include "sched/poll.h"
#include "sched/proc.h"

namespace gort {

void stack_scavenge();

namespace {
constexpr int64_t kMs = 1000000;
constexpr int64_t kSlice = 10 * kMs;
// A timer that is due, or a goroutine that the network woke, and that finds no idle P gets one whose goroutine has run
// this long.
constexpr int64_t kShortSlice = kMs;

std::atomic<int64_t> sleeping_until{0};  // 0: awake

// What to do about one P. Under sched.lock: an M's tcb and its hold on a P go away under it.
enum class verdict { leave, look_again, taken };
verdict look(p* pp, int64_t now) REQUIRES(sched.lock) {
  m* mp = pp->mp.load(std::memory_order_acquire);
  if (!mp || !mp->tcb || pp->status.load(std::memory_order_acquire) != Prunning) return verdict::leave;
  uint32_t tick = pp->schedtick.load(std::memory_order_relaxed);
  if (tick != pp->sysmon_schedtick) {
    pp->sysmon_schedtick = tick;
    pp->sysmon_schedwhen = now;
  } else if (pp->sysmon_schedwhen + kSlice <= now) {
    // A plain C program has no other goroutine that could run; and its signal handlers may jump out, which they can
    // while it runs, not while it is between two slices.
    const g* gp = mp->curg;
    if (!gp || !gp->c_main) preemptone(mp);
  }
  uint64_t fseq = load_relaxed(mp->tcb->fseq);
  if (!(fseq & 1)) return verdict::leave;
  bool wanted = !runqempty(pp) || sched.runqsize.load(std::memory_order_relaxed) != 0 ||
                sched.nmspinning.load(std::memory_order_relaxed) + sched.npidle.load(std::memory_order_relaxed) == 0;
  if (fseq != pp->sysmon_fseq) {
    pp->sysmon_fseq = fseq;
    pp->sysmon_foreign_when = now;
    // A program that calls C all the time is found in another call at every look: that alone is no reason to go on
    // looking every 20 microseconds.
    return wanted ? verdict::look_again : verdict::leave;
  }
  // The same call for two looks. With nobody in need of the P, leave it for 10 ms.
  if (!wanted && pp->sysmon_foreign_when + kSlice > now) return verdict::leave;
  if (!retake_foreign(pp)) return verdict::leave;
  pp->schedtick.fetch_add(1, std::memory_order_relaxed);
  return verdict::taken;
}

bool retake(int64_t now) {
  bool did = false;
  int32_t n = gomaxprocs.load(std::memory_order_acquire);
  for (int32_t i = 0; i < n; i++) {
    p* pp = allp[i];
    if (!pp || pp->status.load(std::memory_order_acquire) != Prunning) continue;
    verdict v;
    {
      lock_guard hold(sched.lock);
      v = look(pp, now);
    }
    if (v != verdict::leave) did = true;
    if (v == verdict::taken) handoffp(pp);
  }
  return did;
}

// No P is idle, and a timer is overdue or sched.wakeq has somebody: preempt the one that has run longest.
void make_room(int64_t now) {
  lock_guard hold(sched.lock);
  p* oldest = nullptr;
  int32_t n = gomaxprocs.load(std::memory_order_acquire);
  for (int32_t i = 0; i < n; i++) {
    p* pp = allp[i];
    if (!pp || pp->status.load(std::memory_order_acquire) != Prunning) continue;
    if (!oldest || pp->sysmon_schedwhen < oldest->sysmon_schedwhen) oldest = pp;
  }
  if (!oldest || oldest->sysmon_schedtick != oldest->schedtick.load(std::memory_order_relaxed)) return;
  if (oldest->sysmon_schedwhen + kShortSlice > now) return;
  if (m* mp = oldest->mp.load(std::memory_order_acquire)) preemptone(mp);
}

// Tracebacks say how many minutes a goroutine has waited. A clock read at every park would cost more than that is
// worth: the time of the first look that found it waiting will do.
void note_waiting(int64_t now) {
  for (g* gp = allgs.load(std::memory_order_acquire); gp; gp = gp->alllink)
    if (gp->status.load(std::memory_order_relaxed) == Gwaiting && gp->waitsince == 0) gp->waitsince = now;
}

// When sysmon must look at timers; 0: there are none. With idle Ps there is an M that waits for the clock, and sysmon
// is only there in case.
int64_t timers_due() {
  int64_t first = next_timer();
  return first && sched.npidle.load(std::memory_order_relaxed) > 0 ? first + kMs : first;
}

// late: a timer is overdue already, and all that can be done about it has been.
void nap(int64_t until, bool late) {
  uint32_t seen = sched.sysmon_wake.load(std::memory_order_acquire);
  sleeping_until.store(until, std::memory_order_seq_cst);
  if (int64_t first = timers_due(); !late && first && first < until) until = first;
  int64_t left = until - os::nanotime();
  if (left > 0) os::futex_wait(reinterpret_cast<const volatile uint32_t*>(&sched.sysmon_wake), seen, left);
  sleeping_until.store(0, std::memory_order_relaxed);
}
}  // namespace

void wake_sysmon() {
  sched.sysmon_wake.fetch_add(1, std::memory_order_acq_rel);
  os::futex_wake(reinterpret_cast<const volatile uint32_t*>(&sched.sysmon_wake), 1);
}

void sysmon_before(int64_t when) {
  if (when < sleeping_until.load(std::memory_order_seq_cst)) wake_sysmon();
}

void sysmon(m* mp) {
  mp->is_sysmon = true;
  {
    lock_guard hold(sched.lock);
    sched.nmsys++;
    checkdead();
  }
  int64_t delay = 20000, last_epoch = 0, last_trace = os::nanotime(), last_note = last_trace;
  int idle = 0, epochs = 0, idle_looks = 0;
  bool late = false;  // a timer is overdue and no P is idle
  for (;;) {
    if (idle == 0)
      delay = 20000;
    else if (idle > 50)
      delay = std::min<int64_t>(delay * 2, 10 * kMs);
    int64_t most = delay;
    if (late || sched.urgent.load(std::memory_order_relaxed) > 0) most = std::min(most, kShortSlice / 2);
    if (debug.preemptstress) most = std::min<int64_t>(most, 100000);
    nap(os::nanotime() + most, late);
    int64_t now = os::nanotime();
    auto all_idle = [] {
      return sched.npidle.load(std::memory_order_acquire) == gomaxprocs.load(std::memory_order_relaxed) ||
             sched.gcwaiting.load(std::memory_order_relaxed);
    };
    if (!all_idle()) idle_looks = 0;
    if (debug.schedtrace <= 0 && all_idle()) {
      // Once more in a millisecond, by which nobody needs to be woken: Ps may idle for microseconds at a time.
      if (idle_looks++ == 0) {
        nap(now + kMs, late);
        continue;
      }
      bool sleep = false;
      {
        lock_guard hold(sched.lock);
        if (all_idle()) {
          sched.sysmonwait.store(true, std::memory_order_relaxed);
          sleep = true;
        }
      }
      if (sleep) {
        nap(now + 60000 * kMs, false);
        sched.sysmonwait.store(false, std::memory_order_relaxed);
        idle = idle_looks = 0;
        now = os::nanotime();
      }
    }
    bool did = false;
    if (int64_t last = sched.lastpoll.load(std::memory_order_relaxed);
        last != 0 && last + kSlice < now && sched.netpoll_on.load(std::memory_order_acquire) &&
        sched.netpoll_waiters.load(std::memory_order_relaxed) > 0) {
      sched.lastpoll.compare_exchange_strong(last, now, std::memory_order_seq_cst);
      gqueue ready;
      netpoll(0, 0, ready);
      if (ready.size) did = true;
      ready_list(mp, ready);
    }
    late = false;
    if (int64_t first = timers_due(); first && first <= now) {
      late = true;
      sched.timers_late.store(true, std::memory_order_seq_cst);
      if (sched.npidle.load(std::memory_order_relaxed) > 0) startm(nullptr, false);
    } else if (sched.runqsize.load(std::memory_order_relaxed) > 0 && sched.npidle.load(std::memory_order_relaxed) > 0) {
      wakep();
    }
    if (now - last_epoch > 100 * kMs) {
      last_epoch = now;
      sched.epoch.fetch_add(1, std::memory_order_relaxed);
      if (++epochs % 10 == 0) stack_scavenge();
    }
    if (now - last_note > 60000 * kMs) {
      last_note = now;
      note_waiting(now);
    }
    if (debug.preemptstress) preemptall();
    if (retake(now)) did = true;
    if ((late || sched.urgent.load(std::memory_order_relaxed) > 0) && sched.npidle.load(std::memory_order_acquire) == 0)
      make_room(now);
    idle = did ? 0 : idle + 1;
    if (debug.schedtrace > 0 && last_trace + debug.schedtrace * kMs <= now) {
      last_trace = now;
      if (hook.schedtrace) hook.schedtrace(debug.scheddetail > 0);
    }
  }
}

}  // namespace gort
