// A weak reference to something that does not exist is null and can be asked; one to something that does can be called.
// want stdout: missing null, there 3
#include <stdio.h>
#include <string.h>

extern int no_such_function_anywhere(void) __attribute__((weak));
extern size_t strlen(const char*) __attribute__((weak));

int main(void) {
  int (*volatile missing)(void) = no_such_function_anywhere;
  printf("missing %s, there %d\n", missing ? "there" : "null", strlen ? (int)strlen("abc") : -1);
}
