// Vectors of 16 and 32 bytes as arguments, results and locals, across segments and yields.
// needs: avx2
// cflags: -mavx2 -Wno-psabi
// want stdout: 10 goroutines, 0 wrong
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

typedef float f4 __attribute__((vector_size(16)));
typedef int i8 __attribute__((vector_size(32)));
typedef double d4 __attribute__((vector_size(32)));

static _Atomic int wrong, done;

__attribute__((noinline)) static d4 down(int n, f4 a, i8 b, d4 c, d4 c2, d4 c3, d4 c4, d4 c5, d4 c6, d4 on_the_stack) {
  i8 keep = b + n;
  d4 r = c + c2 + c3 + c4 + c5 + c6 + on_the_stack;
  if (n) r = down(n - 1, a, b, c, c2, c3, c4, c5, c6, on_the_stack);
  if (n % 50 == 0) gort_yield();
  for (int i = 0; i < 8; i++)
    if (keep[i] != b[i] + n) wrong++;
  r[0] += a[3];
  return r;
}

static void dives(void* arg) {
  double k = (double)(intptr_t)arg;
  f4 a = {1, 2, 3, (float)k};
  i8 b = {1, 2, 3, 4, 5, 6, 7, 8};
  d4 one = {k, k, k, k};
  d4 r = down(500, a, b * (int)k, one, one, one, one, one, one, one);
  if (r[0] != 7 * k + 501 * k || r[1] != 7 * k || r[3] != 7 * k) wrong++;
  done++;
}

int main(void) {
  for (intptr_t i = 1; i <= 10; i++) gort_go(dives, (void*)i);
  while (done < 10) gort_yield();
  printf("10 goroutines, %d wrong\n", wrong);
}
