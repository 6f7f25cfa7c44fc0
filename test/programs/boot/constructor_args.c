// Constructors get main's arguments and the environment, as glibc gives them.
// run: COLOUR=blue -- x y
// want stdout: constructor: 3 y blue
// want stdout: main: 3 y blue
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char* find(char** env, const char* name) {
  for (size_t n = strlen(name); *env; env++)
    if (!strncmp(*env, name, n) && (*env)[n] == '=') return *env + n + 1;
  return "none";
}

__attribute__((constructor)) static void start(int argc, char** argv, char** env) {
  printf("constructor: %d %s %s\n", argc, argv[2], find(env, "COLOUR"));
}

int main(int argc, char** argv, char** env) {
  printf("main: %d %s %s\n", argc, argv[2], getenv("COLOUR"));
  return find(env, "COLOUR")[0] != 'b';
}
