// runtime_setMaxStack lowers the limit and says what it was; never is it above the ceiling of twice the default.
// native: no (the runtime's limit)
// want stdout: was 1000000000
// want stdout: ceiling 2000000000
// want stderr~: \Aruntime: goroutine stack exceeds 1000000-byte limit\n
// want stderr~: ^fatal error: stack overflow$
// want stderr~: ^goroutine \d+ .*:$
// want stderr~: ^created by main in goroutine 1$
// want exit: 2
// cflags: -Wno-infinite-recursion
#include <gort/gort.h>
#include <stdio.h>

int64_t runtime_setMaxStack(int64_t bytes);

__attribute__((noinline)) static int64_t down(int64_t n) {
  int64_t below = down(n + 1);
  __asm__("" : "+r"(below));
  return below + n;
}
static void dives(void* arg) { down(0); }

int main(void) {
  printf("was %lld\n", (long long)runtime_setMaxStack(INT64_MAX));
  printf("ceiling %lld\n", (long long)runtime_setMaxStack(1000000));
  fflush(stdout);
  gort_go(dives, 0);
  gort_sleep(60000000000);
}
