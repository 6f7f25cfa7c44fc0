// lib/cgo/cancel_g.cpp: where pthread_exit on a goroutine that is no thread's ends.
#include "cgo/cancel.h"
#include "cgo/cgo.h"
#include "cgo/tls_dtors.h"
#include "sched/proc.h"
#include "sched/systemstack.h"

namespace gort {

extern "C" void gort_goexit1();
extern "C" void time_Sleep(int64_t ns);

namespace {
constexpr int64_t kLook = 10'000'000;  // ns

// As the C library has it: the process ends with its last thread.
void end_main(g* gp) {
  run_tls_dtors();
  if (gp->lockedm) cgocall(reinterpret_cast<void*>(main_keys), nullptr);
  for (;;) {
    cgocall(reinterpret_cast<void*>(wait_for_threads), nullptr);
    int64_t n;
    systemstack(count_goroutines, &n);
    if (n <= 1) gort_exit(0);
    time_Sleep(kLook);
  }
}
}  // namespace

void end_unwound() {
  g* gp = getg();
  if (gp->goid == 1) end_main(gp);
  gort_goexit1();
}

}  // namespace gort
