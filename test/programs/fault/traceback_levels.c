// GOTRACEBACK: none hides all goroutines, single shows the one that failed, all shows all of the program's, system the
// runtime's frames as well, and crash ends by SIGABRT.
// native: no (a message of the runtime)
// run: GOTRACEBACK=none
// want stderr~: \Apanic: runtime error: invalid memory address or nil pointer dereference\n\[signal .*\]\n\Z
// want exit: 2
// run: GOTRACEBACK=single
// want stderr~: \]\n\ngoroutine \d+ \[running\]:\n
// want no stderr~: \[sleep
// want exit: 2
// run: GOTRACEBACK=all
// want stderr~: \]\n\ngoroutine \d+ \[running\]:\n
// want stderr~: ^goroutine \d+ \[sleep\]:$
// want stderr~: ^goroutine \d+ \[sleep\]:$
// want exit: 2
// run: GOTRACEBACK=system
// want stderr~: \]\n\ngoroutine \d+ gp=0x[0-9a-f]+ m=\d+ mp=0x[0-9a-f]+ \[running\]:\n
// want stderr~: ^goroutine \d+ gp=0x[0-9a-f]+ m=nil \[sleep\]:$
// want exit: 2
// run: GOTRACEBACK=crash
// want stderr~: \]\n\ngoroutine \d+ gp=.* \[running\]:\n
// want stderr~: ^goroutine \d+ gp=.* m=nil \[sleep\]:$
// want exit: 134
#include <gort/gort.h>

static int* volatile null;
static void sleeps(void* arg) { gort_sleep(60000000000); }

int main(void) {
  for (int i = 0; i < 3; i++) gort_go(sleeps, 0);
  gort_sleep(20000000);
  return *null;
}
