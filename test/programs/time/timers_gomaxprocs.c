// The Ps that go away when GOMAXPROCS shrinks leave their timers and sleepers to those that stay.
// want stdout: 200 slept, 200 went off
// procs: 8
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

enum { N = 200, MS = 1000000 };
static _Atomic int slept, fired, started;

static void fires(void* arg) { fired++; }
static void sleeps(void* arg) {
  gort_timer* t = gort_timer_func(3600ll * 1000 * MS, 0, fires, 0);
  gort_timer_reset(t, 30 * MS, 0);
  started++;
  gort_sleep(30 * MS);
  slept++;
}

int main(void) {
  for (int i = 0; i < N; i++) gort_go(sleeps, 0);
  while (started < N) gort_yield();
  gort_gomaxprocs(1);
  while (slept < N || fired < N) gort_sleep(MS);
  printf("%d slept, %d went off\n", slept, fired);
}
