// While a timer is pending there is hope; when the last one has gone off, or has been stopped, there is none.
// run: -- fired
// want stdout: went off
// want stderr~: ^fatal error: all goroutines are asleep - deadlock!$
// want exit: 2
// run: -- stopped
// want stderr~: ^fatal error: all goroutines are asleep - deadlock!$
// want exit: 2
#include <gort/gort.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void fires(void* arg) { write(1, "went off\n", 9); }

int main(int argc, char** argv) {
  int stopped = !strcmp(argv[1], "stopped");
  // A busy machine may be late by more than a short time.
  gort_timer* t = gort_timer_func(stopped ? 1000000000 : 20000000, 0, fires, 0);
  if (stopped) gort_timer_stop(t);
  for (;;) gort_park();
}
