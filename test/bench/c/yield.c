// Two goroutines yield to each other on one P.
#include <gort/gort.h>
#include <stdatomic.h>

#include "bench.h"

enum { N = 5000000 };
static _Atomic int done;
static gort_g* waiter;

static void yields(void* arg) {
  for (int i = 0; i < N; i++) gort_yield();
  if (++done == 2) gort_ready(waiter);
}

int main(void) {
  gort_gomaxprocs(1);
  waiter = gort_self();
  int64_t t = now_ns();
  gort_go(yields, 0);
  gort_go(yields, 0);
  while (done < 2) gort_park();
  report("yield", (double)(now_ns() - t) / (2 * N), "ns/yield");
}
