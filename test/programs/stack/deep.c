// Ten million frames on one goroutine.
// serial: it takes a gigabyte
// native: no (needs the big stack)
// procs: 2
// stress: none (ten million frames and the smallest segments are more than a gigabyte)
// timeout: 90
// want stdout: 10000000 frames, sum 50000005000000
#include <stdint.h>
#include <stdio.h>

__attribute__((noinline)) static int64_t down(int64_t n) {
  if (!n) return 0;
  int64_t below = down(n - 1);
  __asm__("" : "+r"(below));
  return below + n;
}

int main(void) { printf("10000000 frames, sum %lld\n", (long long)down(10000000)); }
