// lib/cgo/tls_dtors.h: destructors of thread-local objects. They belong to a goroutine and run, last registered first,
// when it ends: on its own stack; for a goroutine of a thread that C made, when the thread ends.
#pragma once
#include "sched/runtime2.h"

namespace gort {

struct tls_dtor {
  void (*fn)(void*);
  void* object;
  tls_dtor* next;
};

// Takes the newest one off gp's list into *out; false when there is none. Native code.
bool tls_dtor_pop(g* gp, tls_dtor* out);

// On a goroutine's stack: runs those of the calling goroutine.
void run_tls_dtors();

}  // namespace gort
