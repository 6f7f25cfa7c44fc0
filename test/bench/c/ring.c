// 503 goroutines in a ring pass a token 5,000,000 times, by park and ready.
#include <gort/gort.h>
#include <stdatomic.h>

#include "bench.h"

enum { RING = 503, N = 5000000 };
static gort_g *member[RING], *waiter;
static _Atomic int up, token[RING], last = -1;

static void passes(void* arg) {
  int me = (int)(intptr_t)arg, next = (me + 1) % RING;
  member[me] = gort_self();
  up++;
  for (;;) {
    while (!atomic_load_explicit(&token[me], memory_order_acquire)) gort_park();
    int n = atomic_load_explicit(&token[me], memory_order_relaxed);
    atomic_store_explicit(&token[me], 0, memory_order_relaxed);
    if (n == 1) {
      last = me;
      gort_ready(waiter);
      return;
    }
    atomic_store_explicit(&token[next], n - 1, memory_order_release);
    gort_ready(member[next]);
  }
}

int main(void) {
  waiter = gort_self();
  for (intptr_t i = 0; i < RING; i++) gort_go(passes, (void*)i);
  while (up < RING) gort_yield();
  int64_t t = now_ns();
  token[0] = N + 1;
  gort_ready(member[0]);
  while (last < 0) gort_park();
  int64_t d = now_ns() - t;
  if (last != N % RING) return 1;
  report("ring", (double)d / N, "ns/pass");
}
