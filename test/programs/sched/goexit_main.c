// main ends its goroutine; the others go on; when none is left the program ends as Go's does.
// native: no (a message of the runtime)
// want stdout: main leaves
// want stdout: other 0
// want stdout: other 1
// want stderr: fatal error: no goroutines (main called runtime.Goexit) - deadlock!
// want exit: 2
#include <gort/gort.h>
#include <stdio.h>

static void other(void* arg) {
  for (int i = 0; i < 2; i++) {
    gort_sleep(1000000);
    printf("other %d\n", i);
    fflush(stdout);
  }
}

int main(void) {
  gort_go(other, 0);
  puts("main leaves");
  fflush(stdout);
  gort_goexit();
}
