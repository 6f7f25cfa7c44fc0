// An init function that ends its goroutine: main never runs, others go on, and when they have ended so does the program
// (BOOT row 12).
// native: no (init tasks)
// want stdout: init
// want stdout: other
// want stderr: fatal error: no goroutines (main called runtime.Goexit) - deadlock!
// want exit: 2
#include <gort/gort.h>
#include <stdio.h>

static void other(void* arg) {
  gort_sleep(2000000);
  puts("other");
  fflush(stdout);
}

static void init(void) {
  gort_go(other, 0);
  puts("init");
  fflush(stdout);
  gort_goexit();
}

GORT_INIT_TASK(main, GORT_DEPS(), GORT_FNS(init));

int main(void) { puts("main"); }
