// A million timers wait, and starting, changing and stopping them costs no more than the heap's depth; those stopped are no
// burden later.
// want stdout: 1000000 started, 999990 stopped, 10 went off, a sleep among them in time
// timeout: 120
// procs: 1 2
// stress: none (a million of them)
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { N = 1000000, MS = 1000000 };
static _Atomic int fired;
static void fires(void* arg) { fired++; }

int main(void) {
  gort_timer** t = malloc(N * sizeof *t);
  for (int i = 0; i < N; i++) t[i] = gort_timer_func((3600ll + i % 1000) * 1000 * MS, 0, fires, 0);
  for (int i = 0; i < N; i += N / 10) gort_timer_reset(t[i], 50 * MS, 0);
  int64_t start = gort_nanotime();
  gort_sleep(2 * MS);
  int in_time = gort_nanotime() - start < 1000ll * MS;
  while (fired < 10) gort_sleep(MS);
  int stopped = 0;
  for (int i = 0; i < N; i++) stopped += gort_timer_stop(t[i]);
  gort_sleep(MS);
  printf("%d started, %d stopped, %d went off, a sleep among them %s\n", N, stopped, fired,
         in_time ? "in time" : "late");
}
