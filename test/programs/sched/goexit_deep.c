// A goroutine may end deep inside calls; nothing of it runs on.
// want stdout: 100 left, 0 came back
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

static _Atomic int left, back;

__attribute__((noinline)) static int down(int n) {
  char pad[200];
  pad[n % 200] = (char)n;
  __asm__("" : : "r"(pad) : "memory");
  if (!n) {
    left++;
    gort_goexit();
  }
  return down(n - 1) + pad[n % 200];
}

static void leaves(void* arg) {
  down(1000 + (int)(intptr_t)arg);
  back++;
}

int main(void) {
  for (intptr_t i = 0; i < 100; i++) gort_go(leaves, (void*)i);
  while (gort_numgoroutine() > 1) gort_yield();
  printf("%d left, %d came back\n", left, back);
}
