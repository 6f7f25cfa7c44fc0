// The environment: getenv, setenv, unsetenv, putenv, environ, and the third argument of main.
// run: FRUIT=apple EMPTY=
// want stdout: apple, empty there 1, missing 1
// want stdout: set pear, kept pear, gone 1, put 1
// want stdout: environ has them 1
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern char** environ;
static int has(char** env, const char* line) {
  for (; *env; env++)
    if (!strcmp(*env, line)) return 1;
  return 0;
}

int main(int argc, char** argv, char** env) {
  int before = has(env, "FRUIT=apple");
  printf("%s, empty there %d, missing %d\n", getenv("FRUIT"), !strcmp(getenv("EMPTY"), ""),
         getenv("NO_SUCH_NAME") == 0);
  setenv("FRUIT", "pear", 1);
  printf("set %s, ", getenv("FRUIT"));
  setenv("FRUIT", "plum", 0);
  printf("kept %s, ", getenv("FRUIT"));
  unsetenv("FRUIT");
  static char put[] = "PUT=1";
  putenv(put);
  printf("gone %d, put %s\n", getenv("FRUIT") == 0, getenv("PUT"));
  printf("environ has them %d\n", before && has(environ, "PUT=1") && !has(environ, "FRUIT=pear"));
}
