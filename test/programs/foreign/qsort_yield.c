// libc's qsort calls a comparator of the module, which yields, sleeps and sorts in turn: callbacks from foreign code run on the
// goroutine's own stack, and the sort on the system stack below is still there when it goes on.
// want stdout: 30 goroutines, 0 badly sorted, every comparator yielded 1
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static _Atomic int bad, done, yields;

static int plain(const void* a, const void* b) { return *(const int*)a - *(const int*)b; }
static int yielding(const void* a, const void* b) {
  int x = *(const int*)a, y = *(const int*)b;
  if ((x + y) % 5 == 0) {
    gort_yield();
    yields++;
  }
  if ((x + y) % 101 == 0) gort_sleep(50000);
  if ((x + y) % 37 == 0) {
    int in[20];
    for (int i = 0; i < 20; i++) in[i] = (i * 7 + x) % 20;
    qsort(in, 20, sizeof in[0], plain);
    for (int i = 1; i < 20; i++)
      if (in[i - 1] > in[i]) bad++;
  }
  return x - y;
}

static void sorts(void* arg) {
  int a[150];
  unsigned x = (unsigned)(intptr_t)arg * 2654435761u;
  for (int i = 0; i < 150; i++) a[i] = (int)((x = x * 1664525 + 1013904223) >> 8) % 1000;
  qsort(a, 150, sizeof a[0], yielding);
  for (int i = 1; i < 150; i++)
    if (a[i - 1] > a[i]) bad++;
  done++;
}

int main(void) {
  for (intptr_t i = 0; i < 30; i++) gort_go(sorts, (void*)i);
  while (done < 30) gort_yield();
  printf("30 goroutines, %d badly sorted, every comparator yielded %d\n", bad, yields > 30 * 50);
}
