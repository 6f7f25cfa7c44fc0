// main returns while the deferred calls of another goroutine's panic run: they get a chance to come to their end, and
// the panic ends the program (BOOT row 24). The chance is a thousand yields, as in Go: a deferred call that waits for the
// kernel may miss it, so this one calls no C.
// native: no (the runtime's messages)
// procs: 1
// want stderr~: \Apanic: in a goroutine\n\ngoroutine \d+ \[running\]:\npanics\(
// want exit: 2
#include <gort/gort.h>

static _Atomic int begun;
static void slow(void* arg) {
  begun = 1;
  for (int i = 0; i < 20; i++) gort_yield();
}
static void panics(void* arg) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  gort_defer(&frame, slow, 0);
  gort_panic("in a goroutine");
}

int main(void) {
  gort_go(panics, 0);
  while (!begun) gort_yield();
  return 0;
}
