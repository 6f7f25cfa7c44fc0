// fib(40): nothing but calls.
#include "bench.h"

__attribute__((noinline)) static int64_t fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }

int main(int argc, char** argv) {
  int64_t t = now_ns();
  if (fib(39 + argc) != 102334155) return 1;
  report("fib40", (double)(now_ns() - t) / 1e6, "ms");
}
