// When main returns the process ends: goroutines that sleep, spin or sit in a foreign call do not delay it, and what stdio
// has buffered is written (BOOT row 26).
// want stdout: main is done
// want exit: 7
#include <gort/gort.h>
#include <stdio.h>
#include <unistd.h>

static void sleeps(void* arg) { gort_sleep(3600ll * 1000000000); }
static void blocks(void* arg) { sleep(3600); }
static void spins(void* arg) {
  for (volatile int64_t i = 0;; i++) {
  }
}

int main(void) {
  gort_go(sleeps, 0);
  gort_go(blocks, 0);
  gort_go(spins, 0);
  for (int i = 0; i < 10; i++) gort_yield();
  printf("main is done\n");
  return 7;
}
