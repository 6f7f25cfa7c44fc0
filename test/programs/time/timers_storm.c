// Goroutines start, stop and reset each other's timers on all Ps at once. Each time a timer is started it either goes off once or
// was running when a stop or a reset came: the counts agree at the end.
// want stdout: every start accounted for
// timeout: 120
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

enum { WORKERS = 8, TIMERS = 64, STEPS = 4000 };
static gort_timer* timers[TIMERS];
static _Atomic int64_t started, fired, stopped, left = WORKERS;

static void fires(void* arg) { fired++; }

static void works(void* arg) {
  uint64_t r = (uint64_t)(intptr_t)arg * 0x9e3779b97f4a7c15ull + 1;
  for (int i = 0; i < STEPS; i++) {
    r ^= r << 13, r ^= r >> 7, r ^= r << 17;
    gort_timer* t = timers[r % TIMERS];
    if (r >> 60 < 5) {
      stopped += gort_timer_stop(t);
    } else {
      started++;
      stopped += gort_timer_reset(t, (int64_t)(r >> 20 & 0x7ffff), 0);
    }
    if (i % 64 == 0) gort_sleep(r >> 40 & 0xffff);
  }
  left--;
}

int main(void) {
  for (int i = 0; i < TIMERS; i++) {
    started++;
    timers[i] = gort_timer_func(1000 * i, 0, fires, 0);
  }
  for (int i = 0; i < WORKERS; i++) gort_go(works, (void*)(intptr_t)(i + 1));
  while (left) gort_sleep(1000000);
  for (int i = 0; i < TIMERS; i++) stopped += gort_timer_stop(timers[i]);
  for (int i = 0; i < 1000 && fired + stopped != started; i++) gort_sleep(1000000);
  if (fired + stopped == started)
    puts("every start accounted for");
  else
    printf("started %ld, fired %ld, stopped %ld\n", (long)started, (long)fired, (long)stopped);
}
