// Large arrays: initialised, zero, thread-local and constant; pointers between them.
// want stdout: 134217728 bytes of zeros, table 500000500000, names alpha omega
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static char zeros[128 << 20];
#define R10(x) x, x + 1, x + 2, x + 3, x + 4, x + 5, x + 6, x + 7, x + 8, x + 9
#define R100(x)                                                                                                   \
  R10(x), R10(x + 10), R10(x + 20), R10(x + 30), R10(x + 40), R10(x + 50), R10(x + 60), R10(x + 70), R10(x + 80), \
      R10(x + 90)
#define R1000(x)                                                                                                    \
  R100(x), R100(x + 100), R100(x + 200), R100(x + 300), R100(x + 400), R100(x + 500), R100(x + 600), R100(x + 700), \
      R100(x + 800), R100(x + 900)
static int table[] = {R1000(1), R1000(1001), R1000(2001), R1000(3001)};
static const char* const names[] = {"alpha", "beta", "omega"};
static const char* const* const last = &names[2];
static int* inside = &table[1999];

int main(void) {
  int64_t sum = 0;
  for (size_t i = 0; i < sizeof zeros; i += 4096) sum += zeros[i];
  zeros[sizeof zeros - 1] = 1;
  if (sum || *inside != 2000) return 1;
  for (int k = 0; k < 1000000; k++) sum += table[k % 4000] + (int64_t)(k / 4000) * 4000;
  printf("%zu bytes of zeros, table %lld, names %s %s\n", sizeof zeros, (long long)sum, names[0], *last);
}
