// memcpy and its like run on the goroutine's stack: a null pointer handed to them is the program's null pointer, and the
// traceback names who called.
// native: no (a message of the runtime)
// run: -- copy
// want stderr~: \Apanic: runtime error: invalid memory address or nil pointer dereference\n\[signal SIGSEGV: .* addr=0x0 pc=0x[0-9a-f]+\]\n\ngoroutine 1 \[running\]:\nworks\(
// want stderr~: ^main\(.*\)$
// want exit: 2
// run: -- length
// want stderr~: \Apanic: runtime error: invalid memory address or nil pointer dereference\n
// want stderr~: ^works\(.*\)$
// want exit: 2
// run: -- order
// want stderr~: \Apanic: runtime error: invalid memory address or nil pointer dereference\n
// want stderr~: ^works\(.*\)$
// want exit: 2
#include <string.h>

static char* volatile null;
static char buffer[10000];

__attribute__((noinline)) static long works(const char* what) {
  if (what[0] == 'c') {
    volatile unsigned long n = sizeof buffer;
    memcpy(null, buffer, n);
    return buffer[9];
  }
  if (what[0] == 'o') return strcmp(what, null) + 1L;
  return (long)strlen(null) + 1;
}

int main(int argc, char** argv) { return (int)works(argv[1]) + 1; }
