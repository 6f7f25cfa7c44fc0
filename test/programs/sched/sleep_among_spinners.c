// A goroutine that sleeps wakes promptly though every P is busy with goroutines that never yield: it gets the P of one that has
// run for a millisecond, and does not wait for the end of anybody's slice of 10 ms, let alone of all of them.
// want stdout: prompt
// serial: it measures times
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

enum { SPINNERS = 20, SLEEPS = 50 };
static _Atomic int stop;

static void spins(void* arg) {
  while (!stop) {
  }
}

int main(void) {
  for (int i = 0; i < SPINNERS; i++) gort_go(spins, 0);
  int64_t late = 0;
  for (int i = 0; i < SLEEPS; i++) {
    int64_t start = gort_nanotime();
    gort_sleep(2000000);
    late += gort_nanotime() - start - 2000000;
  }
  stop = 1;
  double mean = (double)late / SLEEPS / 1e6;
  if (mean < 60)
    puts("prompt");
  else
    printf("%.1f ms late\n", mean);
}
