// Two modules linked together: functions, data, thread-locals and init tasks of one are the other's.
// with: with_second.c
// native: no (init tasks)
// want stdout: second init
// want stdout: first init, second has 10
// want stdout: main: 10 11 12, tls 5
#include <gort/gort.h>
#include <stdio.h>

extern int counter;
extern _Thread_local int local;
int next(void);

static void init(void) { printf("first init, second has %d\n", counter); }
GORT_INIT_TASK(main, GORT_DEPS(second), GORT_FNS(init));

int main(void) {
  int a = counter, b = next(), c = next();
  printf("main: %d %d %d, tls %d\n", a, b, c, local);
}
