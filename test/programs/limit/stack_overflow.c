// Endless recursion ends at 1,000,000,000 bytes with Go's texts (BOOT row 3).
// serial: it takes a gigabyte
// native: no (a message of the runtime)
// procs: 2
// timeout: 90
// want stderr~: \Aruntime: goroutine stack exceeds 1000000000-byte limit\n
// want stderr~: ^fatal error: stack overflow$
// want stderr~: ^goroutine 1 .*:$
// want stderr~: ^down\(.*\)$
// want stderr~: ^main\(.*\)$
// want exit: 2
// cflags: -Wno-infinite-recursion
#include <stdint.h>

__attribute__((noinline)) static int64_t down(int64_t n) {
  int64_t below = down(n + 1);
  __asm__("" : "+r"(below));
  return below + n;
}

int main(void) { return (int)down(0) + 1; }
