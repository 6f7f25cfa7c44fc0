// Loops without calls, two for each P, and how late a goroutine that sleeps 1 ms gets to run.
#include <gort/gort.h>

#include "bench.h"

static volatile int64_t spun[256];

static void spins(void* arg) {
  for (uint64_t n = 1;; n++)
    if (!n) spun[(intptr_t)arg]++;
}

int main(void) {
  for (intptr_t i = 0; i < 2 * gort_gomaxprocs(0); i++) gort_go(spins, (void*)i);
  int64_t worst = 0, sum = 0;
  for (int i = 0; i < 100; i++) {
    int64_t t = now_ns();
    gort_sleep(1000000);
    int64_t late = now_ns() - t - 1000000;
    sum += late;
    if (late > worst) worst = late;
  }
  report("preempt_mean", (double)sum / 100 / 1000, "us");
  report("preempt_worst", (double)worst / 1000, "us");
}
