// An exception that a foreign function throws leaves the callee-saved registers of its catcher as they were.
// want stdout: caught 6 1 2 3 4 5 6
// want stdout: caught 60 1 2 3 4 5 6
#include <cstdio>

// Calls nothing but the thrower: what it saves of its caller's registers is up to the thunks.
__attribute__((noinline)) static void thrower(int kind) {
  if (kind == 0) throw kind;
}
__attribute__((noinline)) static int keep(long* v, int n) {
  long a = v[0], b = v[1], c = v[2], d = v[3], e = v[4], f = v[5];
  int caught = 0;
  for (int i = 0; i < n; i++) {
    try {
      thrower(i & 0);
    } catch (int) {
      caught++;
    }
    // Opaque: the six values live in registers across the calls.
    __asm__ volatile("" : "+r"(a), "+r"(b), "+r"(c), "+r"(d), "+r"(e), "+r"(f));
  }
  printf("caught %d %ld %ld %ld %ld %ld %ld\n", caught, a, b, c, d, e, f);
  return caught;
}

int main() {
  long v[] = {1, 2, 3, 4, 5, 6};
  keep(v, 6);
  keep(v, 60);
}
