// Start and finish 2,000,000 goroutines, at most 1,000 alive at a time.
#include <gort/gort.h>
#include <stdatomic.h>

#include "bench.h"

enum { TOTAL = 2000000, BATCH = 1000 };
static _Atomic int left;
static gort_g* waiter;

static void ends(void* arg) {
  if (--left == 0) gort_ready(waiter);
}

int main(void) {
  waiter = gort_self();
  int64_t t = now_ns();
  for (int i = 0; i < TOTAL / BATCH; i++) {
    left = BATCH;
    for (int j = 0; j < BATCH; j++) gort_go(ends, 0);
    while (left) gort_park();
  }
  report("spawn", (double)(now_ns() - t) / TOTAL, "ns/goroutine");
}
