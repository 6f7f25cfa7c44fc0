// Vectors of 64 bytes in the same way.
// needs: avx512f
// cflags: -mavx512f -Wno-psabi
// want stdout: 10 goroutines, 0 wrong
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

typedef double d8 __attribute__((vector_size(64)));
static _Atomic int wrong, done;

__attribute__((noinline)) static d8 down(int n, d8 a, d8 b, d8 c, d8 d, d8 e, d8 f, d8 g, d8 h, d8 on_the_stack) {
  d8 keep = a * n;
  d8 r = a + b + c + d + e + f + g + h + on_the_stack;
  if (n) r = down(n - 1, a, b, c, d, e, f, g, h, on_the_stack);
  if (n % 50 == 0) gort_yield();
  for (int i = 0; i < 8; i++)
    if (keep[i] != a[i] * n) wrong++;
  r[7] += 1;
  return r;
}
static void dives(void* arg) {
  double k = (double)(intptr_t)arg;
  d8 v = {k, k, k, k, k, k, k, k};
  d8 r = down(500, v, v, v, v, v, v, v, v, v);
  if (r[0] != 9 * k || r[7] != 9 * k + 501) wrong++;
  done++;
}
int main(void) {
  for (intptr_t i = 1; i <= 10; i++) gort_go(dives, (void*)i);
  while (done < 10) gort_yield();
  printf("10 goroutines, %d wrong\n", wrong);
}
