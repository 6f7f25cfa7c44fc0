// Structures of every size from 1 to 128 bytes by value, as argument and as result, directly and through a pointer, in the
// module, out to a native library, and back in from it; with other arguments before and behind.
// lib: lib_structs.c
// want stdout: 128 sizes, 0 wrong in the module, 0 wrong out, 0 wrong back in
#include "structs.h"

#include <stdio.h>
#include <string.h>

// In the library: natively compiled; twice(s) calls back.
#define DECLARE(n)                         \
  s##n native##n(int, s##n, double, s##n); \
  s##n back##n(s##n (*)(int, s##n, double, s##n), int, s##n, double, s##n);
SIZES(DECLARE)

#define DEFINE(n)                                                                           \
  __attribute__((noinline)) static s##n mine##n(int i, s##n a, double d, s##n b) {          \
    s##n r;                                                                                 \
    for (int k = 0; k < n; k++) r.c[k] = (unsigned char)(a.c[k] + 3 * b.c[k] + i + (int)d); \
    return r;                                                                               \
  }
SIZES(DEFINE)

static void fill(unsigned char* p, int n, int seed) {
  for (int i = 0; i < n; i++) p[i] = (unsigned char)(seed + 7 * i);
}
static int differs(const unsigned char* r, int n, int seed) {
  for (int k = 0; k < n; k++)
    if (r[k] != (unsigned char)((unsigned char)(seed + 7 * k) + 3 * (unsigned char)(seed + 1 + 7 * k) + 5 + 2))
      return 1;
  return 0;
}

int main(void) {
  int module = 0, out = 0, in = 0, count = 0;
#define CHECK(n)                                                    \
  {                                                                 \
    s##n a, b, r;                                                   \
    s##n (*volatile pointer)(int, s##n, double, s##n) = mine##n;    \
    fill(a.c, n, n), fill(b.c, n, n + 1);                           \
    r = mine##n(5, a, 2.5, b), module += differs(r.c, n, n);        \
    r = pointer(5, a, 2.5, b), module += differs(r.c, n, n);        \
    r = native##n(5, a, 2.5, b), out += differs(r.c, n, n);         \
    pointer = native##n;                                            \
    r = pointer(5, a, 2.5, b), out += differs(r.c, n, n);           \
    r = back##n(mine##n, 5, a, 2.5, b), in += differs(r.c, n, n);   \
    r = back##n(native##n, 5, a, 2.5, b), in += differs(r.c, n, n); \
    count++;                                                        \
  }
  SIZES(CHECK)
  printf("%d sizes, %d wrong in the module, %d wrong out, %d wrong back in\n", count, module, out, in);
}
