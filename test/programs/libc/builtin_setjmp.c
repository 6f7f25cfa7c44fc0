// __builtin_setjmp, which is LLVM's own: over segments, and out of callbacks, by goroutines that move between threads.
// want stdout: landed 4000 of 4000
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct buffer {
  void* words[5];
};
static _Atomic int landed, done;

__attribute__((noinline)) static int down(struct buffer* b, int n) {
  char pad[400];
  memset(pad, n, sizeof pad);
  __asm__("" : : "r"(pad) : "memory");
  if (!n) __builtin_longjmp(b->words, 1);
  return down(b, n - 1) + pad[0];
}
static _Thread_local struct buffer* here;
static int leaves(const void* x, const void* y) { return down(here, 50); }
__attribute__((noinline)) static void jump(struct buffer* b, int k) {
  if (__builtin_setjmp(b->words)) {
    landed++;
    return;
  }
  for (int i = 0; i < k % 7; i++) gort_yield();
  if (k % 3) down(b, k % 500);
  int v[4] = {4, 3, 2, 1};
  here = b;
  qsort(v, 4, sizeof v[0], leaves);
}
static void jumps(void* arg) {
  struct buffer b;
  for (int k = 0; k < 1000; k++) jump(&b, k);
  done++;
}

int main(void) {
  for (int i = 0; i < 4; i++) gort_go(jumps, 0);
  while (done < 4) gort_yield();
  printf("landed %d of 4000\n", landed);
}
