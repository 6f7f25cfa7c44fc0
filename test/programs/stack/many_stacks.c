// Twenty thousand goroutines, each with a stack of a few kilobytes in use, all alive.
// native: no (threads)
// want stdout: 20000 goroutines, 0 wrong
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum { N = 20000 };
static _Atomic int up, go_on, done, wrong;

__attribute__((noinline)) static void use(int n) {
  char frame[3000];
  memset(frame, n, sizeof frame);
  __asm__("" : : "r"(frame) : "memory");
  up++;
  while (!go_on) gort_sleep(5000000);
  for (int i = 0; i < 3000; i++)
    if (frame[i] != (char)n) wrong++;
}
static void lives(void* arg) {
  use((int)(intptr_t)arg);
  done++;
}

int main(void) {
  for (intptr_t i = 0; i < N; i++) gort_go(lives, (void*)i);
  while (up < N) gort_yield();
  go_on = 1;
  while (done < N) gort_yield();
  printf("%d goroutines, %d wrong\n", N, wrong);
}
