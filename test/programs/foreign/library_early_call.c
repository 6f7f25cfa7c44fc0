// A library's constructor runs before there is a program that it could call.
// lib: lib_early_call.c
// sanitized: ASan (ThreadSanitizer objects to an end inside dlopen)
// want stderr: gort: the constructor of a library calls the program before it has begun
// want exit: 1
#include <stdio.h>

int early_sum(void);
int host_add(int a, int b) {
  printf("adding\n");
  return a + b;
}
int main(void) { printf("%d\n", early_sum()); }
