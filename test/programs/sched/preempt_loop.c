// A loop without calls does not keep others from running, even on one P: it is preempted (BOOT row 5). What it computes is
// what it computes alone.
// want stdout: others ran 1, results equal 1
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

static _Atomic int turns, spinning;
static double alone, preempted;

static double spin(void) {
  uint64_t x = 88172645463325252ull;
  double sum = 0;
  for (int i = 0; i < 40000000; i++) {
    x ^= x << 13, x ^= x >> 7, x ^= x << 17;
    sum += (double)(x >> 40) * 1e-6;
  }
  return sum;
}

static void spins(void* arg) {
  spinning = 1;
  preempted = spin();
  spinning = 2;
}

int main(void) {
  alone = spin();
  gort_go(spins, 0);
  while (!spinning) gort_yield();
  while (spinning == 1) {
    turns++;
    gort_yield();
  }
  printf("others ran %d, results equal %d\n", turns >= 2, alone == preempted);
}
