// A ready that comes before the park is not lost, and several count as one.
// want stdout: passed 1
// want stdout: passed 2
// want stdout: woken by the other
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

static gort_g* main_g;
static _Atomic int woken;

static void wake(void* arg) {
  gort_sleep(5000000);
  woken = 1;
  gort_ready(main_g);
}

int main(void) {
  main_g = gort_self();
  gort_ready(main_g);
  gort_park();
  puts("passed 1");
  gort_ready(main_g);
  gort_ready(main_g);
  gort_park();
  puts("passed 2");
  gort_go(wake, 0);
  while (!woken) gort_park();
  puts("woken by the other");
}
