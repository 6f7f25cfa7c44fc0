// lib/cgo/init.cpp: what the border needs at start.
#include "cgo/cgo.h"
#include "sched/proc.h"

namespace gort {

void cgo_threads_init();

void cgo_init() {
  cgo_threads_init();
  hook.goroutine_exit = tls_free;
}

}  // namespace gort
