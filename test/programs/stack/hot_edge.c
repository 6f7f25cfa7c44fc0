// A loop at every depth of the stack calls a function with a frame of its own: somewhere the call crosses the edge of a
// segment each time, and goes on giving the right result.
// want stdout: sum 60000000
#include <gort/gort.h>
#include <stdio.h>

__attribute__((noinline)) static int64_t leaf(int64_t n) {
  char pad[64];
  __asm__("" : : "r"(pad) : "memory");
  return n % 2 + 1;
}
__attribute__((noinline)) static int64_t level(int depth) {
  char pad[16];
  __asm__("" : : "r"(pad) : "memory");
  int64_t s = 0;
  for (int i = 0; i < 20000; i++) s += leaf(i);
  return s + (depth > 1 ? level(depth - 1) : 0);
}

int main(void) { printf("sum %lld\n", (long long)level(2000)); }
