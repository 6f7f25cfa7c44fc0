// lib/sync/cond_g.cpp: the condition variable of C programs (gort_cond): a notify list beside a mutex.
#include "sync/mutex.h"
#include "sync/notify.h"

namespace gort {

extern "C" void gort_cond_wait(notify_list* l, c_mutex* m) {
  uint32_t ticket = sync_runtime_notifyListAdd(l);
  gort_mutex_unlock(m);
  sync_runtime_notifyListWait(l, ticket);
  gort_mutex_lock(m);
}

}  // namespace gort
