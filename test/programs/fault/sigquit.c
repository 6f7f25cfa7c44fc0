// SIGQUIT dumps all goroutines and ends with 2, even when every P spins.
// native: no (a message of the runtime)
// want stderr~: \ASIGQUIT: quit\nPC=0x[0-9a-f]+ m=\d+ sigcode=
// want stderr~: ^goroutine 1 .*\[.*\]:$
// want stderr~: ^main\(.*\)$
// want exit: 2
#include <gort/gort.h>
#include <signal.h>
#include <unistd.h>

static void spins(void* arg) {
  for (volatile int64_t i = 0;; i++) {
  }
}
static void sleeps(void* arg) { gort_sleep(60000000000); }

int main(void) {
  for (int i = 0; i < 10; i++) gort_go(spins, 0);
  for (int i = 0; i < 5; i++) gort_go(sleeps, 0);
  gort_sleep(30000000);
  kill(getpid(), SIGQUIT);
  gort_sleep(60000000000);
}
