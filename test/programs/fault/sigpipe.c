// A plain C program has C's SIGPIPE: a write to a broken pipe ends it by the signal, unless it ignores it.
// want stderr: EPIPE 1
// want exit: 141
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(void) {
  int p[2];
  if (pipe(p)) return 1;
  close(p[0]);
  signal(SIGPIPE, SIG_IGN);
  ssize_t n = write(p[1], "x", 1);
  fprintf(stderr, "EPIPE %d\n", n == -1 && errno == EPIPE);
  signal(SIGPIPE, SIG_DFL);
  n = write(p[1], "x", 1);
  return 0;
}
