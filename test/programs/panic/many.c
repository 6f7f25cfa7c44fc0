// Many goroutines that panic, recover, fault, panic in callbacks of C functions and over deep stacks, and leave by Goexit.
// native: no (a panic ends a native process)
// want stdout: 3800 95400
#include <gort/gort.h>
#include <stdio.h>
#include <stdlib.h>
enum { GOROUTINES = 50, ROUNDS = 60 };
static _Atomic int done, recovered, ran, goexits;
static int* volatile null;
static void count(void* arg) { ran++; }
static void yielder(void* arg) {
  gort_yield();
  ran++;
}
static void quiet(void* arg) {
  if (gort_recover().type) recovered++;
}
static void again(void* arg) {
  GORT_FRAME(f);
  if (gort_enter(&f)) return;
  gort_defer(&f, quiet, 0);
  if (*null) gort_yield();
}
static int cmp(const void* a, const void* b) {
  static _Thread_local int n;
  if (++n % 7 == 0) gort_panic("in callback");
  gort_yield();
  return *(int*)a - *(int*)b;
}
static void deep(int n) {
  char pad[200];
  pad[0] = (char)n;
  __asm__ volatile("" ::"r"(pad) : "memory");
  if (n == 0) gort_panic("deep");
  GORT_FRAME(f);
  if (gort_enter(&f)) abort();
  gort_defer(&f, n % 3 ? count : yielder, 0);
  if (n % 5 == 0)
    for (int i = 0; i < 20; i++) gort_defer(&f, count, 0);
  deep(n - 1);
}
static int one(int k) {
  GORT_FRAME(f);
  if (gort_enter(&f)) return -1;
  gort_defer(&f, quiet, 0);
  if (k % 4 == 0) gort_defer(&f, again, 0);
  switch (k % 3) {
    case 0:
      deep(k % 40 + 1);
      break;
    case 1: {
      int v[64];
      for (int i = 0; i < 64; i++) v[i] = 64 - i;
      qsort(v, 64, sizeof v[0], cmp);
      break;
    }
    case 2:
      return *null;
  }
  return 1;
}
static void quits(void* arg) { goexits++; }
static void in_exit(void* arg) { gort_panic("while exiting"); }
static void leaves(void) {
  GORT_FRAME(f);
  if (gort_enter(&f)) abort();
  gort_defer(&f, quiet, 0);
  gort_defer(&f, in_exit, 0);
  gort_goexit();
}
static void work(void* arg) {
  for (int i = 0; i < ROUNDS; i++)
    if (one((int)(intptr_t)arg + i) != -1) abort();
  done++;
  GORT_FRAME(f);
  if (gort_enter(&f)) abort();
  gort_defer(&f, quits, 0);
  leaves();
}
int main(void) {
  for (intptr_t i = 0; i < GOROUTINES; i++) gort_go(work, (void*)i);
  while (goexits < GOROUTINES) gort_yield();
  if (done != GOROUTINES) abort();
  printf("%d %d\n", recovered, ran);
}
