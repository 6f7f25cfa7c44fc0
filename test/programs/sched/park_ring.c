// A token goes round 503 goroutines 100,000 times by park and ready.
// want stdout: goroutine 406 of 503 had it last
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

enum { RING = 503, PASSES = 100000 };
static gort_g* _Atomic ring[RING];
static _Atomic int token[RING];  // 0 none, n+1: n passes to go
static _Atomic int last = -1;

static void member(void* arg) {
  int i = (int)(intptr_t)arg;
  ring[i] = gort_self();
  for (;;) {
    while (!token[i]) gort_park();
    int n = token[i] - 1;
    token[i] = 0;
    if (!n) {
      last = i;
      return;
    }
    int next = (i + 1) % RING;
    token[next] = n;
    gort_ready(ring[next]);
  }
}

int main(void) {
  for (intptr_t i = 0; i < RING; i++) gort_go(member, (void*)i);
  for (int i = 0; i < RING; i++)
    while (!ring[i]) gort_yield();
  token[0] = PASSES + 1;
  gort_ready(ring[0]);
  while (last < 0) gort_sleep(1000000);
  printf("goroutine %d of %d had it last\n", last, RING);
}
