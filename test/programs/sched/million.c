// One million goroutines alive at once, each parked; then all woken.
// serial: it takes some 4 GB
// native: no (a million threads)
// procs: 1 2
// stress: none (memory)
// only: -O2
// timeout: 120
// want stdout: 1000001 alive
// want stdout: all woken, 1 alive
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

enum { N = 1000000 };
static gort_g* all[N];
static _Atomic int parked, go_on;

static void parks(void* arg) {
  all[(intptr_t)arg] = gort_self();
  parked++;
  while (!go_on) gort_park();
  parked--;
}

int main(void) {
  for (intptr_t i = 0; i < N; i++) {
    gort_go(parks, (void*)i);
    if (i % 1000 == 0) gort_yield();
  }
  while (parked < N) gort_yield();
  printf("%d alive\n", (int)gort_numgoroutine());
  go_on = 1;
  for (int i = 0; i < N; i++) gort_ready(all[i]);
  while (parked) gort_yield();
  while (gort_numgoroutine() > 1) gort_yield();
  printf("all woken, %d alive\n", (int)gort_numgoroutine());
}
