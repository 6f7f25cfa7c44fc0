// See notify_native.h.
#include "sync/notify.h"

#include "base/print.h"
#include "sync/notify_native.h"

namespace gort {

void ready_notified(notify_waiter* list) {
  while (notify_waiter* w = list) {
    list = w->link;
    ready(w->gp);
  }
}

void bad_notify_list(uint64_t size) {
  print("runtime: bad notifyList size - sync=", size, " runtime=", uint64_t(sizeof(notify_list)), "\n");
  throw_("bad notifyList size");
}

}  // namespace gort
