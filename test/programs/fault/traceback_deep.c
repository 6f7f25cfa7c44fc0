// A deep traceback shows the innermost 50 and the outermost 50 frames, and says how many it left out.
// native: no (a message of the runtime)
// want stderr~: \Afatal error: bottom\n
// want stderr~: ^down\(.*\)$
// want stderr~: ^\.\.\.[0-9]+ frames elided\.\.\.$
// want stderr~: ^main\(.*\)$
// want exit: 2
#include <gort/gort.h>

__attribute__((noinline)) static int down(int n) {
  volatile char pad[200];
  pad[n % 200] = 1;
  if (!n) gort_throw("bottom");
  return down(n - 1) + pad[n % 200];
}

int main(void) { return down(1000) + 1; }
