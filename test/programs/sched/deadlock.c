// When every goroutine is parked for good the program says so and ends with 2.
// native: no (a message of the runtime)
// want stdout: parking
// want stderr~: \Afatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[[a-z ]+\]:\n
// want stderr~: ^goroutine \d+ \[[a-z ]+\]:$
// want stderr~: ^created by main in goroutine 1$
// want exit: 2
#include <gort/gort.h>
#include <stdio.h>

static void parks(void* arg) { gort_park(); }

int main(void) {
  gort_go(parks, 0);
  puts("parking");
  fflush(stdout);
  gort_park();
}
