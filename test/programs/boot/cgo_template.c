// In a program with cgo's hooks the template thread is there before init functions run (BOOT row 16): goroutine 1, wired to the
// first thread and in an odd state, needs more threads, and none of them is made from its own.
// native: no (the runtime's hooks)
// procs: 2 8
// want stdout: 1 thread is odd, 20 blocked at once
// want stdout: main
#include <gort/gort.h>

#include "odd_threads.h"

void _cgo_thread_start(void* arg) {}
void _cgo_setenv(void* arg) {}
void _cgo_unsetenv(void* arg) {}
void _cgo_notify_runtime_init_done(void* arg) {}

static void init(void) {
  if (!pipe(gate)) block_many();
}
GORT_INIT_TASK(main, GORT_DEPS(), GORT_FNS(init));

int main(void) { puts("main"); }
