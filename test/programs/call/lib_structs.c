// Natively compiled partner of structs.c.
#include "structs.h"
#define DEFINE(n)                                                                           \
  s##n native##n(int i, s##n a, double d, s##n b) {                                         \
    s##n r;                                                                                 \
    for (int k = 0; k < n; k++) r.c[k] = (unsigned char)(a.c[k] + 3 * b.c[k] + i + (int)d); \
    return r;                                                                               \
  }                                                                                         \
  s##n back##n(s##n (*f)(int, s##n, double, s##n), int i, s##n a, double d, s##n b) { return f(i, a, d, b); }
SIZES(DEFINE)
