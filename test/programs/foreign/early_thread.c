// A thread that a library starts while it is loaded, before the runtime boots, is counted to its end like any other.
// native: no (a message of the runtime)
// lib: lib_early_thread.c
// want stdout: 1 thread ended
// want stderr~: \Afatal error: all goroutines are asleep - deadlock!\n
// want exit: 2
#include <gort/gort.h>
#include <stdio.h>

extern int ended;

int main(void) {
  printf("%d thread ended\n", ended);
  fflush(stdout);
  gort_park();
}
