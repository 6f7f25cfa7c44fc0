// On one P order is Go's: what a goroutine starts last runs first (runnext), the others in order; yielding goes to the
// end of the global queue.
// native: no (threads have no order)
// run: GOMAXPROCS=1
// stress: none (preemption changes the order)
// want stdout: 4 0 1 2 3
// want stdout: 4 0 1 2 3
// want stdout: 4 0 1 2 3
#include <gort/gort.h>
#include <stdio.h>

static int left = 5, seen[15], count;

static void tell(void* arg) {
  for (int i = 0; i < 3; i++) {
    seen[count++] = (int)(intptr_t)arg;
    gort_yield();
  }
  left--;
}

int main(void) {
  for (intptr_t i = 0; i < 5; i++) gort_go(tell, (void*)i);
  while (left) gort_yield();
  for (int i = 0; i < 15; i++) printf("%d%c", seen[i], i % 5 == 4 ? '\n' : ' ');
}
