// 500,000 goroutines sleep for differing times up to 200 ms; then how late a 1 ms sleep wakes.
#include <gort/gort.h>
#include <stdatomic.h>

#include "bench.h"

enum { N = 500000 };
static _Atomic int left = N;
static gort_g* waiter;

static void sleeps(void* arg) {
  gort_sleep((int64_t)(intptr_t)arg % 200 * 1000000);
  if (--left == 0) gort_ready(waiter);
}

int main(void) {
  waiter = gort_self();
  int64_t t = now_ns();
  for (int i = 0; i < N; i++) gort_go(sleeps, (void*)(intptr_t)i);
  while (left) gort_park();
  report("timers", (double)(now_ns() - t) / 1e6, "ms");
  int64_t late = 0;
  for (int i = 0; i < 200; i++) {
    t = now_ns();
    gort_sleep(1000000);
    late += now_ns() - t - 1000000;
  }
  report("sleep_late", (double)late / 200 / 1000, "us");
}
