// A native library calls into the module: nested a hundred deep with yields at every level, with arguments past the registers,
// variadically, with a pointer handed back and forth, and with a frame of a megabyte on the library's side.
// lib: lib_callbacks.c
// want stdout: nested 5050
// want stdout: 17 arguments 13605
// want stdout: variadic 1 2.5 abc, sum 10
// want stdout: exchange 60 then 23
// want stdout: kept 7
// want stdout: native frame of 1 MB 2
// want stdout: 20 goroutines nested, 0 wrong
#include <gort/gort.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

int nest(int depth, int (*f)(int, void*), void* arg);
typedef double (*many_fn)(int, double, int, double, int, double, int, double, int, double, long, long, double, double,
                          double, double, float);
double many(many_fn f, int n);
int vary(int (*f)(int, ...));
int sum(int n, ...);
typedef int (*op)(int, int);
op exchange(op f, int* result);
void keep(void (*f)(void*));
void call_kept(void* arg);
long big_stack(void);

static int level(int depth, void* arg) {
  char mine[300];
  __asm__("" : : "r"(mine) : "memory");
  mine[depth] = (char)depth;
  if (depth % 3 == 0) gort_yield();
  int below = depth ? nest(depth - 1, level, arg) : 0;
  if (depth % 5 == 0) gort_yield();
  return below + mine[depth];
}
static double seventeen(int a, double b, int c, double d, int e, double f, int g, double h, int i, double j, long k,
                        long l, double m, double n, double o, double p, float q) {
  return a + b + c + d + e + f + g + h + i + j + k + l + m + n + o + p + (double)q * 0.01 - 0.0;
}
static int variadic(int n, ...) {
  va_list ap;
  va_start(ap, n);
  int i = va_arg(ap, int);
  double d = va_arg(ap, double);
  char* s = va_arg(ap, char*);
  va_end(ap);
  printf("variadic %d %g %s, ", i, d, s);
  return n;
}
static int times(int a, int b) { return a * b; }
static void remember(void* arg) { *(int*)arg = 7; }

static _Atomic int done, wrong;
static void nests(void* arg) {
  if (nest(60, level, 0) != 60 * 61 / 2) wrong++;
  done++;
}

int main(void) {
  printf("nested %d\n", nest(100, level, 0));
  printf("17 arguments %g\n", many(seventeen, 100) - 44.5);
  if (vary(variadic) != 3) return 1;
  printf("sum %d\n", sum(4, 1, 2, 3, 4));
  int result;
  op native = exchange(times, &result);
  printf("exchange %d then %d\n", result, native(20, 3));
  int seven = 0;
  keep(remember);
  call_kept(&seven);
  printf("kept %d\n", seven);
  printf("native frame of 1 MB %ld\n", big_stack());
  for (int i = 0; i < 20; i++) gort_go(nests, 0);
  while (done < 20) gort_yield();
  printf("20 goroutines nested, %d wrong\n", wrong);
}
