// test/bench/c/bench.h: how a benchmark program says what it measured: `BENCH name value unit` on standard error.
#include <stdint.h>
#include <stdio.h>
#include <time.h>

static inline int64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000ll + t.tv_nsec;
}
static inline void report(const char* name, double value, const char* unit) {
  fprintf(stderr, "BENCH %s %.4g %s\n", name, value, unit);
}
