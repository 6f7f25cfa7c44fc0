// lib/sched/proc_g.cpp: the scheduler's functions that run on a goroutine's stack. Checked code: compiled with
// -fsplit-stack, so it may be called with little stack left and from foreign code (then it arrives as a callback).
// It takes no locks, calls no libc, and reads no thread_local but through getg() and getm().
#include "sched/park.h"

namespace gort {

void gopark(bool (*unlockf)(g*, void*), void* lock, wait_reason why) { gopark_inline(unlockf, lock, why); }

extern "C" {
void runtime_Gosched() { gort_mcall(gosched_m); }
void gort_goexit1() {
  if (getg()->tls_dtors) hook.goroutine_end();
  gort_mcall(goexit0);
}

void runtime_gopark(bool (*unlockf)(g*, void*), void* lock, uint8_t reason) {
  gopark(unlockf, lock, reason == 0 || reason >= uint8_t(wait_reason::count) ? wait_reason::park : wait_reason(reason));
}

void gort_park() {
  g* gp = getg();
  if (gp->park_token.exchange(false, std::memory_order_acq_rel)) return;
  gopark(park_unlock, nullptr, wait_reason::park);
}

void time_Sleep(int64_t ns) {
  if (ns <= 0) return;
  gopark(sleep_park, reinterpret_cast<void*>(ns), wait_reason::sleep);
}
}

}  // namespace gort
