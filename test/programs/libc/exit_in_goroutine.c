// exit works from any goroutine, at any depth: atexit functions run, last first, and stdio is flushed.
// want stdout: buffered, registered second, registered first
// want exit: 5
#include <gort/gort.h>
#include <stdio.h>
#include <stdlib.h>

static void first(void) { printf("registered first\n"); }
static void second(void) { printf("registered second, "); }
static void leaves(void* arg) {
  printf("buffered, ");
  exit(5);
}

int main(void) {
  atexit(first);
  atexit(second);
  gort_go(leaves, 0);
  gort_sleep(20000000000);
  return 1;
}
