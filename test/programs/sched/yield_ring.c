// A token goes round a hundred goroutines a hundred times, each waiting for its turn by yielding.
// want stdout: token 10000
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

enum { RING = 100, ROUNDS = 100 };
static _Atomic int token, done;

static void member(void* arg) {
  for (int round = 0; round < ROUNDS; round++) {
    while (token != round * RING + (int)(intptr_t)arg) gort_yield();
    token++;
  }
  done++;
}

int main(void) {
  gort_gomaxprocs(2 < gort_gomaxprocs(0) ? 2 : gort_gomaxprocs(0));
  for (intptr_t i = 0; i < RING; i++) gort_go(member, (void*)i);
  while (done < RING) gort_yield();
  printf("token %d\n", token);
}
