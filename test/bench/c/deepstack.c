// A recursion 10,000,000 frames deep on one goroutine, then 1,000 goroutines 10,000 deep each.
#include <gort/gort.h>
#include <stdatomic.h>

#include "bench.h"

enum { DEPTH = 10000000, MANY = 1000 };
static _Atomic int left = MANY, wrong;
static gort_g* waiter;

__attribute__((noinline)) static int64_t down(int64_t n) {
  if (!n) return 0;
  int64_t below = down(n - 1);
  __asm__("" : "+r"(below));
  return below + 1;
}
static void dives(void* arg) {
  if (down(DEPTH / MANY) != DEPTH / MANY) wrong++;
  if (--left == 0) gort_ready(waiter);
}

int main(void) {
  waiter = gort_self();
  int64_t t = now_ns();
  if (down(DEPTH) != DEPTH) return 1;
  report("deep_one", (double)(now_ns() - t) / DEPTH, "ns/frame");
  t = now_ns();
  for (int i = 0; i < MANY; i++) gort_go(dives, 0);
  while (left) gort_park();
  report("deep_many", (double)(now_ns() - t) / DEPTH, "ns/frame");
  return wrong;
}
