// A string literal has one address, in whichever of the parts that a big module is generated in its uses end up.
// want stdout: 512 of 512
#include <stdio.h>

static const char* const kOk = "what all return";

#define STEP(n) x = x * 31 + n, y ^= x >> 3, z += y * x, x -= z & 255
#define BODY STEP(1), STEP(2), STEP(3), STEP(4), STEP(5), STEP(6), STEP(7), STEP(8)
#define FUNCTION(n)                                                          \
  __attribute__((noinline)) static const char* f##n(volatile unsigned* in) { \
    unsigned x = *in, y = n, z = 0;                                          \
    BODY;                                                                    \
    *in = x + y + z;                                                         \
    return kOk;                                                              \
  }
#define ADDRESS(n) f##n,
#define EIGHT(m, n) m(n##0) m(n##1) m(n##2) m(n##3) m(n##4) m(n##5) m(n##6) m(n##7)
#define SIXTY_FOUR(m, n) \
  EIGHT(m, n##0)         \
  EIGHT(m, n##1) EIGHT(m, n##2) EIGHT(m, n##3) EIGHT(m, n##4) EIGHT(m, n##5) EIGHT(m, n##6) EIGHT(m, n##7)
#define ALL(m)     \
  SIXTY_FOUR(m, 1) \
  SIXTY_FOUR(m, 2) SIXTY_FOUR(m, 3) SIXTY_FOUR(m, 4) SIXTY_FOUR(m, 5) SIXTY_FOUR(m, 6) SIXTY_FOUR(m, 7) SIXTY_FOUR(m, 8)

ALL(FUNCTION)
static const char* (*const all[])(volatile unsigned*) = {ALL(ADDRESS)};

int main(void) {
  volatile unsigned seed = 1;
  int same = 0, n = sizeof all / sizeof *all;
  for (int i = 0; i < n; i++) same += all[i](&seed) == kOk;
  printf("%d of %d\n", same, n);
}
