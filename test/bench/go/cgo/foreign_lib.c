// The same as c/foreign_lib.c, for cgo to compile.
#include <stdint.h>

int foreign_next(int n) { return n + 1; }
int64_t foreign_back(int n, int (*f)(int)) {
  int64_t r = 0;
  for (int i = 0; i < n; i++) r = f((int)r);
  return r;
}
