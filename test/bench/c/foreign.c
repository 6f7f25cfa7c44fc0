// What a call of a C function in a library costs, and what a call back from it.
#include "bench.h"

int foreign_next(int n);
int64_t foreign_back(int n, int (*f)(int));

// Not a leaf, so that it has a frame and a stack check as ordinary callbacks have.
__attribute__((noinline)) static int next(int n) {
  __asm__("" : "+r"(n));
  return n;
}
static int back(int n) { return next(n) + 1; }

int main(void) {
  enum { N = 50000000 };
  int n = 0;
  int64_t t = now_ns();
  for (int i = 0; i < N; i++) n = foreign_next(n);
  report("foreign_call", (double)(now_ns() - t) / N, "ns");
  if (n != N) return 1;
  t = now_ns();
  if (foreign_back(N, back) != N) return 1;
  report("call_back", (double)(now_ns() - t) / N, "ns");
}
