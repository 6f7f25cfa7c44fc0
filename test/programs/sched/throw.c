// gort_throw: the text, the traceback, exit code 2; nothing runs on.
// native: no (a message of the runtime)
// want stderr~: \Afatal error: no more paper\n\n
// want stderr~: ^goroutine 1 .*\[running.*\]:$
// want no stderr~: still here
// want exit: 2
#include <gort/gort.h>
#include <stdio.h>

int main(void) {
  gort_throw("no more paper");
  fputs("still here\n", stderr);
}
