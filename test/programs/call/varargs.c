// Variadic functions of the module: every type through va_arg, past the registers, across segments.
// want stdout: ints 465 longs 465000000000 doubles 232.5
// want stdout: mixed: -1 c 3.5 text 123456789012 18446744073709551615 2.25 (nil) x 9
// want stdout: structs: 3 30.5 1 2 3 4 5
// want stdout: long double 4.5
// want stdout: deep 500
#include <stdarg.h>
#include <stdio.h>

typedef struct {
  long a;
  double b;
} pair;
typedef struct {
  long v[5];
} five;

__attribute__((noinline)) static long ints(int n, ...) {
  va_list ap;
  long s = 0;
  va_start(ap, n);
  while (n--) s += va_arg(ap, int);
  va_end(ap);
  return s;
}
__attribute__((noinline)) static long longs(int n, ...) {
  va_list ap;
  long s = 0;
  va_start(ap, n);
  while (n--) s += va_arg(ap, long);
  va_end(ap);
  return s;
}
__attribute__((noinline)) static double doubles(int n, ...) {
  va_list ap;
  double s = 0;
  va_start(ap, n);
  while (n--) s += va_arg(ap, double);
  va_end(ap);
  return s;
}
__attribute__((noinline)) static void mixed(const char* types, ...) {
  va_list ap;
  va_start(ap, types);
  printf("mixed:");
  for (; *types; types++) switch (*types) {
      case 'i':
        printf(" %d", va_arg(ap, int));
        break;
      case 'c':
        printf(" %c", va_arg(ap, int));
        break;
      case 'd':
        printf(" %g", va_arg(ap, double));
        break;
      case 's':
        printf(" %s", va_arg(ap, char*));
        break;
      case 'l':
        printf(" %ld", va_arg(ap, long));
        break;
      case 'u':
        printf(" %lu", va_arg(ap, unsigned long));
        break;
      case 'p':
        printf(" %p", va_arg(ap, void*));
        break;
    }
  va_end(ap);
  printf("\n");
}
__attribute__((noinline)) static void structs(int n, ...) {
  va_list ap;
  va_start(ap, n);
  long a = 0;
  double b = 0;
  while (n--) {
    pair p = va_arg(ap, pair);
    a += p.a, b += p.b;
  }
  five f = va_arg(ap, five);
  printf("structs: %ld %g %ld %ld %ld %ld %ld\n", a, b, f.v[0], f.v[1], f.v[2], f.v[3], f.v[4]);
  long double l = va_arg(ap, long double);
  printf("long double %Lg\n", l);
  va_end(ap);
}
__attribute__((noinline)) static long deep(int n, ...) {
  va_list ap;
  char pad[77];
  __asm__("" : : "r"(pad) : "memory");
  va_start(ap, n);
  long s = va_arg(ap, int);
  double d = va_arg(ap, double);
  va_end(ap);
  return (d == 1.5) + (n ? deep(n - 1, 1, 1.5, 0, 0, 0, 0, 0, 0, 0) : 0) + s - 1;
}

int main(void) {
#define SERIES(m)                                                                                                      \
  m(1), m(2), m(3), m(4), m(5), m(6), m(7), m(8), m(9), m(10), m(11), m(12), m(13), m(14), m(15), m(16), m(17), m(18), \
      m(19), m(20), m(21), m(22), m(23), m(24), m(25), m(26), m(27), m(28), m(29), m(30)
#define INT(n) n
#define LONG(n) n##000000000L
#define DOUBLE(n) n * 0.5
  printf("ints %ld ", ints(30, SERIES(INT)));
  printf("longs %ld ", longs(30, SERIES(LONG)));
  printf("doubles %g\n", doubles(30, SERIES(DOUBLE)));
  mixed("icdsludpci", -1, 'c', 3.5, "text", 123456789012L, ~0UL, 2.25, (void*)0, 'x', 9);
  structs(2, (pair){1, 10.25}, (pair){2, 20.25}, (five){{1, 2, 3, 4, 5}}, 4.5L);
  printf("deep %ld\n", deep(499, 1, 1.5));
}
