// Init functions, and main until it first parks, run on the process's first thread (BOOT row 6), whatever other goroutines
// do. An init function may start goroutines and wait for them.
// native: no (init tasks)
// want stdout: init: first thread 1, others ran 1
// want stdout: init again: first thread 1
// want stdout: main
#define _GNU_SOURCE
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static _Atomic int ran;
static void other(void* arg) { ran++; }

static void init(void) {
  for (int i = 0; i < 8; i++) gort_go(other, 0);
  while (ran < 8) gort_yield();
  gort_sleep(1000000);
  printf("init: first thread %d, others ran %d\n", gettid() == getpid(), ran == 8);
}
static void again(void) {
  gort_yield();
  printf("init again: first thread %d\n", gettid() == getpid());
}

GORT_INIT_TASK(main, GORT_DEPS(), GORT_FNS(init, again));

int main(void) { puts("main"); }
