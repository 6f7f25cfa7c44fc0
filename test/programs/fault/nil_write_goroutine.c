// Writing through a null pointer plus an offset, on another goroutine: the address is shown, and who created the goroutine.
// native: no (a message of the runtime)
// want stdout: before
// want stderr~: \Apanic: runtime error: invalid memory address or nil pointer dereference\n\[signal SIGSEGV: segmentation violation code=0x1 addr=0x28 pc=0x[0-9a-f]+\]\n\ngoroutine \d+ \[running\]:\n
// want stderr~: ^works\(.*\)$
// want stderr~: ^created by main in goroutine 1$
// want exit: 2
#include <gort/gort.h>
#include <stdio.h>

static long* volatile null;
__attribute__((noinline)) static void works(void* arg) { null[5] = 1; }

int main(void) {
  puts("before");
  fflush(stdout);
  gort_go(works, 0);
  gort_sleep(20000000000);
}
