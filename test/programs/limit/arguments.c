// A call with 300 arguments, integers and doubles mixed: most of them travel on the stack, across segments.
// want stdout: 300 arguments, sum 45150.0
#include <stdio.h>
#define T(m, n) m(n##0), m(n##1), m(n##2), m(n##3), m(n##4), m(n##5), m(n##6), m(n##7), m(n##8), m(n##9)
#define H(m, n) \
  T(m, n##0), T(m, n##1), T(m, n##2), T(m, n##3), T(m, n##4), T(m, n##5), T(m, n##6), T(m, n##7), T(m, n##8), T(m, n##9)
#define ALL(m) H(m, 10), H(m, 11), H(m, 12)
#define PARAM(n) long i##n, double d##n
#define VALUE(n) n - 1000, 0.5
#define PAIR(n) (double)i##n + d##n
#define T2(n)                                                                                                          \
  PAIR(n##0) + PAIR(n##1) + PAIR(n##2) + PAIR(n##3) + PAIR(n##4) + PAIR(n##5) + PAIR(n##6) + PAIR(n##7) + PAIR(n##8) + \
      PAIR(n##9)
#define H2(n) \
  T2(n##0) + T2(n##1) + T2(n##2) + T2(n##3) + T2(n##4) + T2(n##5) + T2(n##6) + T2(n##7) + T2(n##8) + T2(n##9)

__attribute__((noinline)) static double sum(ALL(PARAM)) { return H2(10) + H2(11) + H2(12) + 150; }

__attribute__((noinline)) static double down(int n) {
  char pad[100];
  __asm__("" : : "r"(pad) : "memory");
  double s = sum(ALL(VALUE));
  return n && s == down(n - 1) ? s : n ? -1 : s;
}

int main(void) { printf("300 arguments, sum %.1f\n", down(100)); }
