// Signals of a program with main_main, as Go treats them: abort and SIGTRAP dump and exit with 2, SIGTERM ends by the signal, SIGUSR1
// is caught and nothing is done.
// native: no (the runtime's treatment)
// run: -- 6
// want stdout: before
// want stderr~: \ASIGABRT: abort\nPC=0x[0-9a-f]+ m=\d+ sigcode=-6\nsignal arrived during cgo execution\n\ngoroutine 1 .*\[syscall.*\]:\n
// want stderr~: ^main_main\(.*\)$
// want stderr~: ^rax    0x
// want exit: 2
// run: -- 5
// want stdout: before
// want stderr~: \ASIGTRAP: trace trap\nPC=
// want exit: 2
// run: -- 15
// want stdout: before
// want exit: 143
// run: -- 10
// want stdout: before
// want stdout: after
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct {
  unsigned long state, ndeps, nfns;
} main_inittask;

void main_main(void) {
  char text[4096];
  FILE* f = fopen("/proc/self/cmdline", "r");
  size_t n = f ? fread(text, 1, sizeof text - 1, f) : 0;
  for (text[n] = 0; n > 1 && text[n - 2]; n--) {
  }
  puts("before");
  fflush(stdout);
  raise(atoi(text + n - 1));
  puts("after");
}
