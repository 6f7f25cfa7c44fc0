// GODEBUG=inittrace=1 and --inittrace print one line for every init task that has functions, the runtime's own first, with
// what it allocated; nothing after init is counted (BOOT rows 10, 11, 17, 18).
// native: no (init tasks)
// run: GODEBUG=inittrace=1
// want stdout: main
// want stderr~: \Ainit runtime @[0-9.]+ ms, [0-9.]+ ms clock, \d+ bytes, \d+ allocs\n
// want stderr~: init allocates @[0-9.]+ ms, [0-9.]+ ms clock, \d+ bytes, [1-9]\d* allocs\n
// want stderr~: init main @[0-9.]+ ms, (?:[2-9]|\d\d)[0-9.]* ms clock, 0 bytes, 0 allocs\n\Z
// run: --inittrace
// want stdout: main
// want stderr~: \Ainit runtime @.*\n
// want stderr~: init allocates @.*\n
// want stderr~: init main @.*\n\Z
#include <gort/gort.h>
#include <stdio.h>

static void allocates(void) {
  for (int i = 0; i < 10; i++) gort_alloc_noscan(1000);
}
static void slow(void) {
  int64_t until = gort_nanotime() + 2000000;
  while (gort_nanotime() < until) {
  }
}

GORT_INIT_TASK(silent, GORT_DEPS(allocates), GORT_FNS());
GORT_INIT_TASK(allocates, GORT_DEPS(), GORT_FNS(allocates));
GORT_INIT_TASK(main, GORT_DEPS(silent), GORT_FNS(slow));

int main(void) {
  gort_alloc(100);
  puts("main");
}
