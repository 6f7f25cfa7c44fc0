// See tls_dtors.h.
#include "cgo/tls_dtors.h"

#include <stdlib.h>

#include <new>

#include "base/tcb.h"

namespace gort {

extern "C" int gort_cxa_thread_atexit(void (*fn)(void*), void* object, void*) {
  g* gp = gort_tcb.curg;
  auto* d = new (std::nothrow) tls_dtor{fn, object, static_cast<tls_dtor*>(gp->tls_dtors)};
  if (!d) throw_("out of memory (thread-local destructors)");
  gp->tls_dtors = d;
  return 0;
}

bool tls_dtor_pop(g* gp, tls_dtor* out) {
  auto* d = static_cast<tls_dtor*>(gp->tls_dtors);
  if (!d) return false;
  gp->tls_dtors = d->next;
  *out = *d;
  delete d;
  return true;
}

void pop_on_g0(g* gp, tls_dtor* out) { tls_dtor_pop(gp, out); }

void call_libc_exit(int code) { exit(code); }

}  // namespace gort
