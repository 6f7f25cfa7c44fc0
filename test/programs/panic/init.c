// Panics in init functions: recovered in one, and not in the next, which ends the program; the thread is unlocked by then.
// native: no (messages of the runtime)
// want stdout: recovered 1
// want stdout: deferred in init
// want stderr~: \Apanic: in init\n\ngoroutine 1 \[running\]:\ninit1\(
// want exit: 2
#include <gort/gort.h>
#include <stdio.h>

static void recoverer(void* arg) {
  printf("recovered %d\n", gort_recover().type != 0);
  fflush(stdout);
}
static void say(void* arg) {
  puts("deferred in init");
  fflush(stdout);
}
static void init0(void) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  gort_defer(&frame, recoverer, 0);
  gort_panic("one");
}
static void init1(void) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  gort_defer(&frame, say, 0);
  gort_panic("in init");
}
GORT_INIT_TASK(main, GORT_DEPS(), GORT_FNS(init0, init1));
void main_main(void) { puts("main"); }
