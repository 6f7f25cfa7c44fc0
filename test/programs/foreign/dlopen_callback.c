// A library opened at run time by its path; its functions are called through dlsym's pointers, and call back.
// lib: lib_callbacks.c
// run: -- $LIB
// native: no (the path is the runner's)
// want stdout: nested 55, sum 6, variadic 3
#include <dlfcn.h>
#include <stdarg.h>
#include <stdio.h>

static int (*nest)(int, int (*)(int, void*), void*);
static int level(int depth, void* arg) { return depth ? depth + nest(depth - 1, level, arg) : 0; }
static int count(int n, ...) {
  va_list ap;
  va_start(ap, n);
  int ok = va_arg(ap, int) == 1 && va_arg(ap, double) == 2.5;
  va_end(ap);
  return ok ? n : 0;
}

int main(int argc, char** argv) {
  void* lib = dlopen(argv[1], RTLD_NOW | RTLD_LOCAL);
  if (!lib) {
    puts(dlerror());
    return 1;
  }
  nest = (int (*)(int, int (*)(int, void*), void*))dlsym(lib, "nest");
  int (*sum)(int, ...) = (int (*)(int, ...))dlsym(lib, "sum");
  int (*vary)(int (*)(int, ...)) = (int (*)(int (*)(int, ...)))dlsym(lib, "vary");
  printf("nested %d, sum %d, variadic %d\n", nest(10, level, 0), sum(3, 1, 2, 3), vary(count));
}
