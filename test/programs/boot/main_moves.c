// After init main is not wired to the first thread any more (BOOT row 20): among busy goroutines it is seen on two.
// procs: 8
// native: no (a thread does not move)
// want stdout: moved
#define _GNU_SOURCE
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static _Atomic int stop;
static void busy(void* arg) {
  while (!stop) gort_yield();
}

int main(void) {
  for (int i = 0; i < 16; i++) gort_go(busy, 0);
  int first = gettid();
  int64_t until = gort_nanotime() + 20000000000;
  while (gettid() == first && gort_nanotime() < until) gort_yield();
  stop = 1;
  puts(gettid() != first ? "moved" : "stayed for 20 s");
}
