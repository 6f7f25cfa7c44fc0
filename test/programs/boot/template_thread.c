// A thread whose goroutine is locked to it may be in an odd state; threads are then not made from it but by the template
// thread (BOOT row 16). Here the odd state is the thread's name, which a new thread takes over from its maker.
// native: no (threads are made otherwise)
// want stdout: 1 thread is odd, 20 blocked at once
#include <gort/gort.h>

#include "odd_threads.h"

int main(void) {
  if (pipe(gate)) return 1;
  gort_lock_thread();
  block_many();
}
