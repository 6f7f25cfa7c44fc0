// Three functions with frames of different sizes and their arguments partly on the stack call each other 20,000 deep, on
// 20 goroutines at once.
// native: no (needs big stacks)
// want stdout: 20 goroutines, 0 wrong
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

typedef int64_t i64;
static _Atomic int wrong, done;
static i64 b(i64, i64, i64, i64, i64, i64, i64, i64, double, float);
static i64 c(i64 n, i64* through);

__attribute__((noinline)) static i64 a(i64 n) {
  if (n <= 0) return 0;
  return b(n - 1, 1, 2, 3, 4, 5, 6, 7, 0.5, 0.25f) + 1;
}
__attribute__((noinline)) static i64 b(i64 n, i64 p, i64 q, i64 r, i64 s, i64 t, i64 u, i64 v, double d, float f) {
  char pad[96];
  __asm__("" : : "r"(pad) : "memory");
  i64 through[3] = {p + q, r + s, t + u + v};
  i64 rest = n <= 0 ? 0 : c(n - 1, through);
  return rest + (through[0] + through[1] + through[2] == 28) + (d + f == 0.75) - 1;
}
__attribute__((noinline)) static i64 c(i64 n, i64* through) {
  char pad[700];
  __asm__("" : : "r"(pad) : "memory");
  i64 rest = a(n);
  return rest + (through[2] == 18);
}

static void dives(void* arg) {
  if (a(20000) != 30000) wrong++;
  done++;
}

int main(void) {
  for (int i = 0; i < 20; i++) gort_go(dives, 0);
  while (done < 20) gort_yield();
  printf("20 goroutines, %d wrong\n", wrong);
}
