// gort_numgoroutine counts main and what it started, not the runtime's own.
// want stdout: 1, then 101, then 1
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

static _Atomic int go_on;
static void waits(void* arg) {
  while (!go_on) gort_sleep(200000);
}

int main(void) {
  printf("%d, ", (int)gort_numgoroutine());
  for (int i = 0; i < 100; i++) gort_go(waits, 0);
  printf("then %d, ", (int)gort_numgoroutine());
  go_on = 1;
  while (gort_numgoroutine() > 1) gort_yield();
  printf("then %d\n", (int)gort_numgoroutine());
}
