// lib/cgo/init.cpp: what the border needs at start.
#include <pthread.h>

#include "cgo/cgo.h"
#include "cgo/tls_dtors.h"
#include "debug/fatal.h"
#include "lang/defer.h"
#include "lang/itab.h"
#include "lang/print.h"
#include "mem/malloc.h"
#include "net/fd.h"
#include "net/netpoll.h"
#include "sched/proc.h"

namespace gort {

namespace {
void forked() {
  sched_forked();
  netpoll_forked();
  fd_forked();
  mem_forked();
  print_forked();
  itab_forked();
  defer_forked();
  debug_forked();
}
}  // namespace

void cgo_init() {
  hook.goroutine_exit = tls_free;
  hook.goroutine_end = run_tls_dtors;
  threads_init();
  // Nobody cancels the first thread (cancel.cpp).
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr);
  pthread_atfork(nullptr, nullptr, forked);
}

}  // namespace gort
