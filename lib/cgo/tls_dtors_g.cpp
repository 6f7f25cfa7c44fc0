// lib/cgo/tls_dtors_g.cpp: the goroutine's side of tls_dtors.h, and exit(), which C++ begins with them.
#include "cgo/cgo.h"
#include "cgo/tls_dtors.h"
#include "sched/proc.h"
#include "sched/systemstack.h"

namespace gort {

void pop_on_g0(g* gp, tls_dtor* out);

void run_tls_dtors() {
  // A destructor may register another one.
  for (g* gp = getg(); gp->tls_dtors;) {
    tls_dtor d;
    systemstack(pop_on_g0, gp, &d);
    d.fn(d.object);
  }
}

void call_libc_exit(int code);

extern "C" void gort_exit(int code) {
  run_tls_dtors();
  cgocall(reinterpret_cast<void*>(call_libc_exit), reinterpret_cast<void*>(int64_t(code)));
  __builtin_unreachable();
}

}  // namespace gort
