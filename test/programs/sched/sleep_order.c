// Goroutines that sleep wake in the order of their times, whatever the order in which they went to sleep; nobody wakes early.
// want stdout: order 0 1 2 3 4, early 0
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

enum { N = 5, STEP = 80000000 };
static _Atomic int place, early;
static int order[N];

static void sleeps(void* arg) {
  int i = (int)(intptr_t)arg;
  int64_t start = gort_nanotime();
  gort_sleep((int64_t)(i + 1) * STEP);
  if (gort_nanotime() - start < (int64_t)(i + 1) * STEP) early++;
  order[place++] = i;
}

int main(void) {
  static const int mixed[N] = {3, 0, 4, 2, 1};
  for (int i = 0; i < N; i++) gort_go(sleeps, (void*)(intptr_t)mixed[i]);
  while (place < N) gort_sleep(1000000);
  printf("order");
  for (int i = 0; i < N; i++) printf(" %d", order[i]);
  printf(", early %d\n", early);
}
