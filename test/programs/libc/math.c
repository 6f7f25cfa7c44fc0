// libm in all three precisions, rounding modes, and the integer conversions that become library calls.
// want stdout: double 0.841471 0.540302 2.71828 0.693147 1.41421 120 3
// want stdout: float 0.841471 2.71828 8
// want stdout: long double 0.841471 2.71828 1.41421
// want stdout: fma 7 fmod 1.5 remainder -0.5 hypot 5 cbrt 3
// want stdout: round 3 floor 2 ceil 3 trunc 2 rint 2 lround 3
// want stdout: up 0.33333333333333337 down 0.33333333333333331
// want stdout: uint64 18446744073709549568 int128 -170141183460469231731687303715884105728
#include <fenv.h>
#include <math.h>
#include <stdio.h>

int main(int argc, char** argv) {
  volatile double one = argc, two = 2 * argc, x = 2.5 * argc;
  volatile float f = (float)argc;
  volatile long double l = argc;
  printf("double %g %g %g %g %g %g %g\n", sin(one), cos(one), exp(one), log(two), sqrt(two), tgamma(6 * one),
         fabs(-3 * one));
  printf("float %g %g %g\n", sinf(f), expf(f), powf(2 * f, 3));
  printf("long double %Lg %Lg %Lg\n", sinl(l), expl(l), sqrtl(2 * l));
  printf("fma %g fmod %g remainder %g hypot %g cbrt %g\n", fma(two, 3, one), fmod(5.5 * one, 2),
         remainder(5.5 * one, 2), hypot(3 * one, 4), cbrt(27 * one));
  printf("round %g floor %g ceil %g trunc %g rint %g lround %ld\n", round(x), floor(x), ceil(x), trunc(x), rint(x),
         lround(x));
  fesetround(FE_UPWARD);
  volatile double up = one / 3;
  fesetround(FE_DOWNWARD);
  volatile double down = one / 3;
  fesetround(FE_TONEAREST);
  printf("up %.17g down %.17g\n", up, down);
  volatile double big = 18446744073709549568.0;
  printf("uint64 %llu ", (unsigned long long)big);
  volatile double low = -0x1p127;
  __int128 i = (__int128)low;
  char digits[50];
  int n = 0;
  unsigned __int128 u = -(unsigned __int128)i;
  do digits[n++] = (char)('0' + (int)(u % 10));
  while (u /= 10);
  printf("int128 -");
  while (n) putchar(digits[--n]);
  putchar('\n');
}
