// _exit leaves at once: no atexit functions, no flush.
// want stdout: written
// want exit: 9
// sanitized: ASan (ThreadSanitizer's _exit flushes)
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void never(void) { puts("atexit"); }

int main(void) {
  atexit(never);
  if (write(1, "written\n", 8) != 8) return 1;
  printf("in the buffer\n");
  _exit(9);
}
