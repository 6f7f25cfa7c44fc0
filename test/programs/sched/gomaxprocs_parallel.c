// Two goroutines that each wait for the other by spinning, without a call: they must run at the same time, or be preempted.
// want stdout: met 1000 times
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

static _Atomic int a, b, done;

static void first(void* arg) {
  for (int i = 1; i <= 1000; i++) {
    a = i;
    while (b < i)
      if (gort_gomaxprocs(0) == 1) gort_yield();
  }
  done++;
}
static void second(void* arg) {
  for (int i = 1; i <= 1000; i++) {
    while (a < i)
      if (gort_gomaxprocs(0) == 1) gort_yield();
    b = i;
  }
  done++;
}

int main(void) {
  gort_go(first, 0);
  gort_go(second, 0);
  while (done < 2) gort_sleep(1000000);
  printf("met %d times\n", b);
}
