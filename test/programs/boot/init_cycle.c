// Init tasks in a circle: the task that is met while it is being done is a fatal error (BOOT row 17).
// native: no (init tasks)
// want stdout: c
// want stderr~: ^fatal error: recursive call during initialization - linker skew$
// want stderr~: ^goroutine 1 .*\[running.*\]:$
// want exit: 2
#include <gort/gort.h>
#include <stdio.h>

static void a(void) { puts("a"); }
static void b(void) { puts("b"); }
static void c(void) {
  puts("c");
  fflush(stdout);
}

GORT_INIT_TASK(main, GORT_DEPS(c, a), GORT_FNS());
GORT_INIT_TASK(a, GORT_DEPS(b), GORT_FNS(a));
GORT_INIT_TASK(b, GORT_DEPS(c, a), GORT_FNS(b));
GORT_INIT_TASK(c, GORT_DEPS(), GORT_FNS(c));

int main(void) { puts("main"); }
