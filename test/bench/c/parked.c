// 1,000,000 goroutines all parked, then all woken. The harness reads the memory from outside.
#include <gort/gort.h>
#include <stdatomic.h>

#include "bench.h"

enum { N = 1000000 };
static gort_g *all[N], *waiter;
static _Atomic int up, down = N, go;

static void parks(void* arg) {
  all[(intptr_t)arg] = gort_self();
  if (++up == N) gort_ready(waiter);
  while (!go) gort_park();
  if (--down == 0) gort_ready(waiter);
}

int main(void) {
  waiter = gort_self();
  int64_t t = now_ns();
  for (intptr_t i = 0; i < N; i++) gort_go(parks, (void*)i);
  while (up < N) gort_park();
  int64_t u = now_ns();
  go = 1;
  for (int i = 0; i < N; i++) gort_ready(all[i]);
  while (down) gort_park();
  report("parked_start", (double)(u - t) / N, "ns/goroutine");
  report("parked_wake", (double)(now_ns() - u) / N, "ns/goroutine");
}
