// A fault in a signal handler: the traceback leads from the handler to what it had interrupted.
// native: no (a message of the runtime)
// stress: none (the signal may come between two slices)
// run: -- code
// want stderr~: \Apanic: runtime error: invalid memory address or nil pointer dereference\n
// want stderr~: ^goroutine 1 \[running\]:\ndereferences\(
// want stderr~: ^on_signal\(
// want stderr~: ^works\(
// want stderr~: ^main\(
// want exit: 2
// run: -- foreign
// want stderr~: ^goroutine 1 \[running\]:\ndereferences\(
// want stderr~: ^on_signal\(
// want stderr~: ^compares\(
// want stderr~: ^main\(
// want exit: 2
// run: -- throw
// want stderr~: \Afatal error: in a handler\n\ngoroutine 1 .*:\n
// want stderr~: ^on_signal\(
// want stderr~: ^main\(
// want exit: 2
#include <gort/gort.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/time.h>

static int* volatile null;
static volatile char mode;
__attribute__((noinline)) static int dereferences(int n) {
  volatile int a[10] = {n};
  return *null + a[3];
}
static void on_signal(int signal) {
  if (mode == 't') gort_throw("in a handler");
  mode = (char)dereferences(signal);
}
__attribute__((noinline)) static int works(void) {
  for (volatile int i = 0;; i++)
    if (i < 0) return i;
}
static int compares(const void* a, const void* b) {
  raise(SIGALRM);
  return *(const char*)a - *(const char*)b;
}

int main(int argc, char** argv) {
  mode = argv[1][0];
  signal(SIGALRM, on_signal);
  if (mode == 'f') qsort(argv[1], 3, 1, compares);
  setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 5000}}, 0);
  return works() + 1;
}
