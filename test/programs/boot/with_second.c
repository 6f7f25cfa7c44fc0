#include <gort/gort.h>
#include <stdio.h>

int counter;
_Thread_local int local = 5;
int next(void) { return ++counter; }

static void init(void) {
  counter = 10;
  puts("second init");
}
GORT_INIT_TASK(second, GORT_DEPS(), GORT_FNS(init));
