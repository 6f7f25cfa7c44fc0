// A plain C program: main runs as goroutine 1, gets its arguments, and its result is the exit code.
// run: -- one two
// want stdout: 3 arguments, one, two, ended by null
// want exit: 3
// run: -- --version ""
// want stdout: 3 arguments, --version, , ended by null
// want exit: 3
#include <stdio.h>

int main(int argc, char** argv) {
  printf("%d arguments, %s, %s, ended by %s\n", argc, argv[1], argv[2], argv[argc] ? "something" : "null");
  return argc;
}
