// Numbers to text and back: printf of every kind, strtol, strtod, sscanf; qsort of strings; a locale.
// want stdout: [   42] [0042] [2a] [0X2A] [52] [+42] [-7]
// want stdout: [3.14] [3.141593e+00] [1e+20] [0x1p-1] [inf] [nan]
// want stdout: [3.141592653589793239] [1e-4000]
// want stdout: [     right] [left      ] [cut] [%]
// want stdout: strtol 255 -10 8 9223372036854775807
// want stdout: strtod 0.5 1000 0.1
// want stdout: sscanf 4: 1 -2 ff 3.5
// want stdout: locale C
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

int main(void) {
  printf("[%5d] [%04d] [%x] [%#X] [%o] [%+d] [%hhd]\n", 42, 42, 42, 42, 42, 42, 249);
  printf("[%.2f] [%e] [%g] [%a] [%f] [%f]\n", 3.14159, 3.14159265, 1e20, 0.5, INFINITY, NAN);
  printf("[%.18Lf] [%Lg]\n", 3.14159265358979323846L, 1e-4000L);
  printf("[%10s] [%-10s] [%.3s] [%%]\n", "right", "left", "cutting");
  printf("strtol %ld %ld %ld %ld\n", strtol("ff", 0, 16), strtol(" -10x", 0, 10), strtol("010", 0, 0),
         strtol("99999999999999999999", 0, 10));
  printf("strtod %g %g %g\n", strtod("0.5", 0), strtod("1e3abc", 0), strtod("0.1", 0));
  int a, b;
  unsigned c;
  double d;
  printf("sscanf %d: ", sscanf("1,-2;ff 3.5", "%d,%d;%x %lf", &a, &b, &c, &d));
  printf("%d %d %x %g\n", a, b, c, d);
  printf("locale %s\n", setlocale(LC_ALL, 0));
}
