// Pointers into libc, taken as constants, from dlsym and out of a structure, called directly and handed back to libc.
// want stdout: cos(0) 1, pow 1024
// want stdout: strlen 9, the same function 1
// want stdout: sorted by strcmp: apple banana cherry
// want stdout: nothing there 1
#include <dlfcn.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void) {
  void* m = dlopen("libm.so.6", RTLD_NOW);
  if (!m) return 1;
  double (*cosine)(double) = (double (*)(double))dlsym(m, "cos");
  double (*power)(double, double) = (double (*)(double, double))dlsym(m, "pow");
  printf("cos(0) %g, pow %g\n", cosine(0), power(2, 10));
  size_t (*length)(const char*) = (size_t (*)(const char*))dlsym(RTLD_DEFAULT, "strlen");
  printf("strlen %zu, the same function %d\n", length("nine char"), length("abc") == strlen("abc"));
  char words[3][8] = {"cherry", "apple", "banana"};
  qsort(words, 3, sizeof words[0], (int (*)(const void*, const void*))strcmp);
  printf("sorted by strcmp: %s %s %s\n", words[0], words[1], words[2]);
  printf("nothing there %d\n", dlsym(m, "no_such_function") == 0 && dlerror() != 0);
  dlclose(m);
}
