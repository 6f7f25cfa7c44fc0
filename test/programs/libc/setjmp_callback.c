// longjmp out of a callback, over the frames of the foreign function that called it: qsort is left in the middle, a thousand
// times, on ten goroutines that yield in between.
// want stdout: 10 goroutines, 1000 jumps, 0 wrong
#include <gort/gort.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

static _Thread_local jmp_buf env;
static _Thread_local int comparisons;
static _Atomic int jumps, done, wrong;

static int leaves(const void* a, const void* b) {
  if (++comparisons == 20) longjmp(env, 3);
  if (comparisons % 7 == 0) gort_yield();
  return *(const int*)a - *(const int*)b;
}
static void inner(void) {
  int a[50];
  for (int i = 0; i < 50; i++) a[i] = (i * 17) % 50;
  qsort(a, 50, sizeof a[0], leaves);
  wrong++;
}
static void sorts(void* arg) {
  for (volatile int i = 0; i < 100; i++) {
    comparisons = 0;
    int r = setjmp(env);
    if (!r)
      inner();
    else if (r == 3 && comparisons == 20)
      jumps++;
    else
      wrong++;
    gort_yield();
  }
  done++;
}

int main(void) {
  for (int i = 0; i < 10; i++) gort_go(sorts, 0);
  while (done < 10) gort_yield();
  printf("10 goroutines, %d jumps, %d wrong\n", jumps, wrong);
}
