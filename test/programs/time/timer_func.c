// Timers that start goroutines: once, repeatedly, stopped in time, stopped too late, started anew.
// want stdout: once 1, not before its time
// want stdout: stopped 1 0, ran 0
// want stdout: too late 0
// want stdout: reset 0 1 1, ran 2
// want stdout: ticks 5, then none
// want stdout: at once 1
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

enum { MS = 1000000 };
static _Atomic int64_t when;
static _Atomic int ran;
static _Atomic(gort_g*) waiter;

static void runs(void* arg) {
  when = gort_nanotime();
  *(_Atomic int*)arg += 1;
  gort_ready(waiter);
}
static void wait_for(int n) {
  while (ran < n) gort_park();
}

int main(void) {
  waiter = gort_self();
  int64_t start = gort_nanotime();
  gort_timer* t = gort_timer_func(20 * MS, 0, runs, &ran);
  wait_for(1);
  printf("once %d, %s its time\n", ran, when - start >= 20 * MS ? "not before" : "before");
  int late = gort_timer_stop(t);

  ran = 0;
  t = gort_timer_func(60000ll * MS, 0, runs, &ran);
  int first = gort_timer_stop(t), second = gort_timer_stop(t);
  gort_sleep(5 * MS);
  printf("stopped %d %d, ran %d\n", first, second, ran);
  printf("too late %d\n", late);

  int a = gort_timer_reset(t, 60000ll * MS, 0), b = gort_timer_reset(t, 60000ll * MS, 0),
      c = gort_timer_reset(t, MS, 0);
  wait_for(1);
  gort_timer_reset(t, MS, 0);
  wait_for(2);
  printf("reset %d %d %d, ran %d\n", a, b, c, ran);

  ran = 0;
  t = gort_timer_func(MS, 2 * MS, runs, &ran);
  wait_for(5);
  gort_timer_stop(t);
  gort_sleep(10 * MS);  // one may have been started before the stop
  int after = ran;
  gort_sleep(20 * MS);
  printf("ticks %s, then %s\n", after >= 5 ? "5" : "few", ran == after ? "none" : "more");

  ran = 0;
  gort_timer_func(-5, 0, runs, &ran);
  wait_for(1);
  printf("at once %d\n", ran);
}
