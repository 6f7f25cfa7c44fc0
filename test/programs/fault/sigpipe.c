// Writing to a pipe that nobody reads ends a C program by SIGPIPE, as in C; when it ignores the signal the write fails.
// run: -- ignore
// want stdout: EPIPE 1
// run:
// want exit: 141
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

int main(int argc, char** argv) {
  int p[2];
  if (pipe(p)) return 1;
  close(p[0]);
  if (argc > 1) signal(SIGPIPE, SIG_IGN);
  ssize_t n = write(p[1], "x", 1);
  printf("EPIPE %d\n", n == -1 && errno == EPIPE);
}
