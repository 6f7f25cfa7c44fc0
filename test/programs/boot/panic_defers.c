// main returns while the deferred calls of another goroutine's panic run: they get a chance to come to their end, and
// the panic ends the program (BOOT row 24).
// native: no (the runtime's messages)
// procs: 1
// want stdout: deferred call done
// want stderr~: \Apanic: in a goroutine\n\ngoroutine \d+ \[running\]:\npanics\(
// want exit: 2
#include <gort/gort.h>
#include <stdio.h>

static _Atomic int begun;
static void slow(void* arg) {
  begun = 1;
  for (int i = 0; i < 20; i++) gort_yield();
  puts("deferred call done");
  fflush(stdout);
}
static void panics(void* arg) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  gort_defer(&frame, slow, NULL);
  gort_panic("in a goroutine");
}

int main(void) {
  gort_go(panics, NULL);
  while (!begun) gort_yield();
  return 0;
}
