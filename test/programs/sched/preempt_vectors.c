// Preempted again and again, loops over integers, doubles, vectors and long doubles keep every register: their results
// are those of an undisturbed run.
// want stdout: 12 goroutines, 0 wrong results
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

typedef double v4 __attribute__((vector_size(32)));
enum { ROUNDS = 1000000 };
static _Atomic int wrong, done;

static int64_t integers(void) {
  int64_t a = 1, b = 2, c = 3, d = 4, e = 5, f = 6, g = 7, h = 8;
  for (int i = 0; i < ROUNDS; i++) {
    a += b * 3, b ^= c << 1, c += d, d = d * 5 + e, e ^= f >> 3, f += g, g = g * 7 + h, h ^= a;
  }
  return a ^ b ^ c ^ d ^ e ^ f ^ g ^ h;
}
static double doubles(void) {
  double a = 1, b = 0.5, c = 0.25;
  for (int i = 0; i < ROUNDS; i++) a = a * 0.999 + b, b = b * 0.998 + c, c = c * 0.997 + 1e-3 * a;
  return a + b + c;
}
static double vectors(void) {
  v4 a = {1, 2, 3, 4}, b = {4, 3, 2, 1}, c = {0.1, 0.2, 0.3, 0.4};
  for (int i = 0; i < ROUNDS; i++) a = a * 0.99 + b * c, b = b * 0.98 + a * 0.001, c = c * 0.999 + 0.0001;
  a += b * c;
  return a[0] + a[1] + a[2] + a[3];
}
static long double extended(void) {
  long double a = 1, b = 2;
  for (int i = 0; i < ROUNDS; i++) a = a * 0.999L + b, b = b * 0.5L + 1e-9L * a;
  return a + b;
}

static int64_t i0;
static double d0, v0;
static long double l0;

static void checks(void* arg) {
  for (int k = 0; k < 2; k++) {
    if (integers() != i0) wrong++;
    if (doubles() != d0) wrong++;
    if (vectors() != v0) wrong++;
    if (extended() != l0) wrong++;
  }
  done++;
}

int main(void) {
  i0 = integers(), d0 = doubles(), v0 = vectors(), l0 = extended();
  for (int i = 0; i < 12; i++) gort_go(checks, 0);
  while (done < 12) gort_yield();
  printf("12 goroutines, %d wrong results\n", wrong);
}
