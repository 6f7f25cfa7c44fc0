// lib/sched/lockosthread.cpp: wiring a goroutine to its thread. Depths for the program (locked_ext) and for the runtime
// (locked_int) are counted apart: a goroutine that ends while the program has locked it takes its thread along.
#include "sched/proc.h"

namespace gort {

namespace {
void wire(g* gp) {
  m* mp = gp->mp;
  mp->lockedg = gp;
  gp->lockedm = mp;
}
void unwire(g* gp) {
  if (gp->locked_ext || gp->locked_int || gp->pinned) return;
  if (gp->lockedm) gp->lockedm->lockedg = nullptr;
  gp->lockedm = nullptr;
}
}  // namespace

void runtime_lock_os_thread(g* gp) {
  gp->locked_int++;
  wire(gp);
}
void runtime_unlock_os_thread(g* gp) {
  if (gp->locked_int == 0) return;
  gp->locked_int--;
  unwire(gp);
}

extern "C" {
void runtime_LockOSThread() {
  g* gp = getg();
  // This thread's state may become anything: from now on new threads come from a clean one.
  if (!have_template_thread.load(std::memory_order_acquire)) start_template_thread();
  if (++gp->locked_ext == 0) {
    gp->locked_ext--;
    throw_("LockOSThread nesting overflow");
  }
  wire(gp);
}
void runtime_UnlockOSThread() {
  g* gp = getg();
  if (gp->locked_ext == 0) return;
  gp->locked_ext--;
  unwire(gp);
}

g* runtime_getg() { return getg(); }
int64_t runtime_goid() { return int64_t(getg()->goid); }
}

}  // namespace gort
