// Endless recursion of a C library: it uses up the thread's system stack, hits the guard page, and is told apart from other
// faults. On the first thread and on another.
// native: no (a message of the runtime)
// lib: lib_deep.c
// run: -- first
// want stderr~: \ASIGSEGV: segmentation violation\nPC=0x[0-9a-f]+ m=0 sigcode=\d addr=0x[0-9a-f]+\nsignal arrived during cgo execution\nforeign code used up its system stack of 8388608 bytes\n
// want stderr~: ^main\(.*\)$
// want exit: 2
// run: -- other
// want stderr~: ^foreign code used up its system stack of 8388608 bytes$
// want stderr~: ^other\(.*\)$
// want exit: 2
#include <gort/gort.h>

int lib_deep(int);
static volatile int result;
static void other(void* arg) { result = lib_deep(0); }

int main(int argc, char** argv) {
  if (argv[1][0] == 'f') return lib_deep(0) + 1;
  gort_lock_thread();
  gort_go(other, 0);
  gort_sleep(20000000000);
}
