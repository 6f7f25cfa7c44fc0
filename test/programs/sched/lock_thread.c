// A goroutine that is locked to its thread stays there, through yields, sleeps, parks and foreign calls; nesting counts.
// want stdout: 4 locked goroutines on 4 threads, 0 moved
#define _GNU_SOURCE
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum { N = 4 };
static _Atomic int moved, done, stop;
static int thread[N];

static void busy(void* arg) {
  while (!stop) gort_yield();
}

static void locked(void* arg) {
  gort_lock_thread();
  gort_lock_thread();
  gort_unlock_thread();
  int me = thread[(intptr_t)arg] = gettid();
  for (int i = 0; i < 50; i++) {
    gort_yield();
    if (gettid() != me) moved++;
    if (i % 10 == 0) gort_sleep(100000);
    if (gettid() != me) moved++;
    if (i % 10 == 5) usleep(100);
    if (gettid() != me) moved++;
  }
  done++;
  while (!stop) gort_sleep(1000000);
  gort_unlock_thread();
}

int main(void) {
  for (int i = 0; i < 8; i++) gort_go(busy, 0);
  for (intptr_t i = 0; i < N; i++) gort_go(locked, (void*)i);
  while (done < N) gort_sleep(1000000);
  int different = 0;
  for (int i = 0; i < N; i++) {
    int same = 0;
    for (int j = 0; j < i; j++) same |= thread[i] == thread[j];
    different += !same;
  }
  stop = 1;
  printf("%d locked goroutines on %d threads, %d moved\n", N, different, moved);
}
