// Goroutines yield at the bottom and on the way back of a deep recursion, among others that do the same: every stack keeps
// what is on it.
// native: no (slow with threads)
// want stdout: 50 goroutines, 0 wrong
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

static _Atomic int wrong, done;

__attribute__((noinline)) static int64_t down(int64_t n, int64_t seed) {
  int64_t mine[8];
  for (int i = 0; i < 8; i++) mine[i] = seed * n + i;
  __asm__("" : : "r"(mine) : "memory");
  int64_t below = 0;
  if (n) below = down(n - 1, seed);
  if (n % 97 == 0) gort_yield();
  for (int i = 0; i < 8; i++)
    if (mine[i] != seed * n + i) wrong++;
  return below + 1;
}

static void dives(void* arg) {
  if (down(2000, (intptr_t)arg) != 2001) wrong++;
  done++;
}

int main(void) {
  for (intptr_t i = 1; i <= 50; i++) gort_go(dives, (void*)i);
  while (done < 50) gort_yield();
  printf("50 goroutines, %d wrong\n", wrong);
}
