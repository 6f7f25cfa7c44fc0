// A signal that main blocks stays pending for sigwait; none of the runtime's threads takes it, before and after the program
// uses goroutines.
// want stdout: waited 10, handled 0
// want stdout: with goroutines: waited 12, handled 0
#include <gort/gort.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static _Atomic int handled, ran;
static void on_signal(int signal) { handled++; }
static void other(void* arg) {
  ran++;
  while (ran < 100) gort_sleep(100000);
}

int main(void) {
  sigset_t set;
  int signal_number = 0;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigaddset(&set, SIGUSR2);
  signal(SIGUSR1, on_signal);
  signal(SIGUSR2, on_signal);
  sigprocmask(SIG_BLOCK, &set, 0);
  usleep(50000);
  kill(getpid(), SIGUSR1);
  usleep(50000);
  if (sigwait(&set, &signal_number)) return 1;
  printf("waited %d, handled %d\n", signal_number, handled);
  gort_lock_thread();
  for (int i = 0; i < 4; i++) gort_go(other, 0);
  gort_sleep(30000000);
  kill(getpid(), SIGUSR2);
  gort_sleep(30000000);
  if (sigwait(&set, &signal_number)) return 1;
  ran = 100;
  printf("with goroutines: waited %d, handled %d\n", signal_number, handled);
}
