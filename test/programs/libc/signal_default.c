// A signal that nobody handles ends the process by it.
// run: -- 15
// want stdout: before
// want exit: 143
// run: -- 10
// want stdout: before
// want exit: 138
// run: -- 9
// want stdout: before
// want exit: 137
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int main(int argc, char** argv) {
  puts("before");
  fflush(stdout);
  kill(getpid(), atoi(argv[1]));
  sleep(20);
}
