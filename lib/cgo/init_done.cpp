// See init_done.h.
#include "cgo/init_done.h"

#include "base/tcb.h"

namespace gort {

hchan* main_init_done;
bool callbacks_wait;

// The thread is outside, its limit poisoned: the receive arrives as a callback does, and runs on the goroutine's stack.
void wait_for_init() {
  if (load_relaxed(callbacks_wait)) runtime_chanrecv1(main_init_done, nullptr);
}

}  // namespace gort
