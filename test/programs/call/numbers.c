// long double, _Complex of all widths and __int128, as arguments past the registers and as results, across segments.
// want stdout: long double 0 wrong
// want stdout: complex 0 wrong
// want stdout: int128 0 wrong: 170141183460469231
// want stdout: small integers 0 wrong
#include <complex.h>
#include <stdbool.h>
#include <stdio.h>

typedef __int128 i128;
#define PAD      \
  char pad[130]; \
  __asm__("" : : "r"(pad) : "memory")

__attribute__((noinline)) static long double ldf(int n, long double a, double b, long double c, float d,
                                                 long double e) {
  PAD;
  return n ? ldf(n - 1, a, b, c, d, e) : a + b * c - d * e;
}
__attribute__((noinline)) static float complex fc(int n, float complex a, double x, float complex b) {
  PAD;
  return n ? fc(n - 1, a, x, b) : a * (float)x + b;
}
__attribute__((noinline)) static double complex dc(int n, double complex a, long l, double complex b, double complex c,
                                                   double complex d, double complex e) {
  PAD;
  return n ? dc(n - 1, a, l, b, c, d, e) : a + (double)l * b + c + d + e;
}
__attribute__((noinline)) static long double complex lc(int n, long double complex a, long double complex b) {
  PAD;
  return n ? lc(n - 1, a, b) : a * b;
}
__attribute__((noinline)) static i128 ii(int n, i128 a, i128 b, int c, i128 d, i128 e) {
  PAD;
  return n ? ii(n - 1, a, b, c, d, e) : a * b / c + d - e;
}
__attribute__((noinline)) static signed char sc(int n, signed char a, unsigned char b, short c, unsigned short d,
                                                bool e, signed char f, unsigned char g, short h, bool i) {
  PAD;
  return n ? sc(n - 1, a, b, c, d, e, f, g, h, i) : (signed char)(a + b + c + d + e + f + g + h + i);
}

int main(void) {
  int wrong = 0;
  for (int n = 0; n < 100; n++) wrong += ldf(n, 1.5L, 2.0, 3.25L, 0.5f, 4.0L) != 6.0L;
  printf("long double %d wrong\n", wrong);
  wrong = 0;
  for (int n = 0; n < 100; n++) {
    wrong += fc(n, 1 + 2 * I, 2, 3 - 1 * I) != 5 + 3 * I;
    wrong += dc(n, 1, 3, 2 * I, 4, 5 * I, 6) != 11 + 11 * I;
    wrong += lc(n, 1 + I, 1 - I) != 2;
  }
  printf("complex %d wrong\n", wrong);
  wrong = 0;
  i128 big = (i128)1 << 120, want = (big * 3 / 7) + 5 - 9;
  for (int n = 0; n < 100; n++) wrong += ii(n, big, 3, 7, 5, 9) != want;
  printf("int128 %d wrong: %llu\n", wrong,
         (unsigned long long)(((i128)1 << 127) / ((i128)1000000000000000000 * 1000) * -1));
  wrong = 0;
  for (int n = 0; n < 100; n++)
    wrong +=
        sc(n, -1, 200, -300, 60000, true, -5, 250, 3, false) != (signed char)(-1 + 200 - 300 + 60000 + 1 - 5 + 250 + 3);
  printf("small integers %d wrong\n", wrong);
}
