// One frame that is larger than the limit is an overflow too, not a wild store.
// native: no (a message of the runtime)
// want stderr~: \Aruntime: goroutine stack exceeds 1000000000-byte limit\n
// want stderr~: ^fatal error: stack overflow$
// want exit: 2
#include <stdlib.h>
#include <string.h>

__attribute__((noinline)) static int large(size_t n) {
  char a[n];
  memset(a, 1, n);
  __asm__("" : : "r"(a) : "memory");
  return a[n / 2];
}

int main(int argc, char** argv) { return large((size_t)1500000000 + (size_t)argc); }
