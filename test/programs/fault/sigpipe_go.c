// SIGPIPE of a program with main_main, as Go treats it: a broken pipe on standard output ends the program by the signal; on
// another descriptor the write fails with EPIPE.
// native: no (the runtime's treatment)
// want stderr: EPIPE 1
// want exit: 141
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

struct {
  unsigned long state, ndeps, nfns;
} main_inittask;

void main_main(void) {
  int p[2];
  if (pipe(p)) return;
  close(p[0]);
  ssize_t n = write(p[1], "x", 1);
  fprintf(stderr, "EPIPE %d\n", n == -1 && errno == EPIPE);
  dup2(p[1], 1);
  n = write(1, "x", 1);
}
