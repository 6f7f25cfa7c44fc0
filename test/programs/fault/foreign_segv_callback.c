// A null pointer in a callback: the panic is the module's, and the traceback goes through the foreign frames to main.
// native: no (a message of the runtime)
// sanitized: ASan (ThreadSanitizer's own qsort calls back, without frame pointers and in the runtime's code)
// want stderr~: \Apanic: runtime error: invalid memory address or nil pointer dereference\n
// want stderr~: ^compares\(.*\)$
// want stderr~: ^main\(.*\)$
// want exit: 2
#include <stdlib.h>

static int* volatile null;
__attribute__((noinline)) static int compares(const void* a, const void* b) { return *null + *(const int*)a; }

int main(void) {
  int a[] = {3, 1, 2};
  qsort(a, 3, sizeof a[0], compares);
  return a[0];
}
