// Many goroutines fail at once: one of them says so, whole, and the program ends once.
// native: no (a message of the runtime)
// procs: 8
// want stderr~: \A(fatal error: number \d|panic: runtime error: invalid memory address or nil pointer dereference\n\[signal [^\n]*\])\n\ngoroutine \d+ \[running[^\n]*\n
// want no stderr~: (?s)(fatal error:|panic:).*(fatal error:|panic:)
// want exit: 2
#include <gort/gort.h>
#include <stdatomic.h>

static _Atomic int ready;
static int* volatile null;
static void fails(void* arg) {
  long n = (long)arg;
  char text[] = "number 0";
  text[7] = (char)('0' + n);
  ready++;
  while (ready < 8)
    if (n < 0) return;
  if (n % 2) *null = 1;
  gort_throw(text);
}

int main(void) {
  for (long i = 0; i < 8; i++) gort_go(fails, (void*)i);
  gort_sleep(20000000000);
}
