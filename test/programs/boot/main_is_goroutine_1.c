// main is goroutine 1; the ones that it starts have numbers of their own.
// want stdout: main is 1
// want stdout: other is not 1: 1
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

static _Atomic int64_t other;
static void tell(void* arg) { other = gort_goid(); }

int main(void) {
  printf("main is %d\n", (int)gort_goid());
  gort_go(tell, 0);
  while (!other) gort_yield();
  printf("other is not 1: %d\n", other > 1);
}
