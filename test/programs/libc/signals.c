// Handlers of the module, by signal and by sigaction: raise, kill to itself, a mask, an old handler given back, SIG_IGN and
// SIG_DFL; the handler sees signal, sender and value.
// want stdout: raise: SIGUSR1
// want stdout: info: SIGUSR2 from me 1, value 77
// want stdout: blocked: not yet, then 1
// want stdout: ignored
// want stdout: given back 1 1 1
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static volatile sig_atomic_t seen, from_me, value;

static void simple(int signal) { seen = signal; }
static void full(int signal, siginfo_t* info, void* context) {
  seen = signal;
  from_me = info->si_pid == getpid() && context != 0;
  value = info->si_value.sival_int;
}

int main(void) {
  signal(SIGUSR1, simple);
  raise(SIGUSR1);
  printf("raise: %s\n", seen == SIGUSR1 ? "SIGUSR1" : "nothing");
  struct sigaction act, old;
  memset(&act, 0, sizeof act);
  act.sa_sigaction = full;
  act.sa_flags = SA_SIGINFO;
  sigaction(SIGUSR2, &act, 0);
  sigqueue(getpid(), SIGUSR2, (union sigval){.sival_int = 77});
  for (int i = 0; i < 1000 && seen != SIGUSR2; i++) usleep(1000);
  printf("info: %s from me %d, value %d\n", seen == SIGUSR2 ? "SIGUSR2" : "nothing", from_me, value);
  sigset_t block, before;
  sigemptyset(&block);
  sigaddset(&block, SIGUSR1);
  seen = 0;
  pthread_sigmask(SIG_BLOCK, &block, &before);
  raise(SIGUSR1);
  printf("blocked: %s, ", seen ? "already" : "not yet");
  pthread_sigmask(SIG_SETMASK, &before, 0);
  printf("then %d\n", seen == SIGUSR1);
  signal(SIGUSR1, SIG_IGN);
  raise(SIGUSR1);
  puts("ignored");
  void (*former)(int) = signal(SIGUSR1, simple);
  sigaction(SIGUSR2, 0, &old);
  printf("given back %d %d %d\n", former == SIG_IGN, old.sa_sigaction == full, signal(SIGUSR1, SIG_DFL) == simple);
}
