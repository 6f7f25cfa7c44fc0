// What sigaction promises: one-shot handlers, handlers that may interrupt themselves, masks during handlers, the old action, flags
// as the program gave them, errors; signals that interrupt a blocking call and restart it, or do not; SIGURG, which the runtime uses
// itself; signal() of strict ISO C.
// want stdout: once 1, then the default
// want stdout: nested 5
// want stdout: blocked during the handler 1, came after it 1
// want stdout: old flags 1, old handler 1, unknown signal refused 1, SIGKILL refused 1
// want stdout: restarted 1, interrupted 1
// want stdout: urgent 1, still preempted 1
// want stdout: System V's 1
#include <errno.h>
#include <gort/gort.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

extern void (*__sysv_signal(int, void (*)(int)))(int);

static volatile int count, depth, deepest, later, inner;
static _Atomic int ran;
static void counts(int signal) { count++; }
static void nests(int signal) {
  if (++depth > deepest) deepest = depth;
  if (depth < 5) raise(signal);
  depth--;
}
static void masks(int signal) {
  raise(SIGUSR2);
  inner = later;
}
static void late(int signal) { later++; }
static void other(void* arg) { ran = 1; }

static void set(int signal, void (*handler)(int), int flags, int blocked) {
  struct sigaction act;
  memset(&act, 0, sizeof act);
  act.sa_handler = handler;
  act.sa_flags = flags;
  if (blocked) sigaddset(&act.sa_mask, blocked);
  sigaction(signal, &act, 0);
}

int main(void) {
  struct sigaction act, old;
  set(SIGUSR1, counts, (int)SA_RESETHAND, 0);
  raise(SIGUSR1);
  sigaction(SIGUSR1, 0, &old);
  printf("once %d, then %s\n", count, old.sa_handler == SIG_DFL ? "the default" : "something else");

  set(SIGUSR1, nests, SA_NODEFER, 0);
  raise(SIGUSR1);
  printf("nested %d\n", deepest);

  set(SIGUSR1, masks, 0, SIGUSR2);
  set(SIGUSR2, late, 0, 0);
  raise(SIGUSR1);
  printf("blocked during the handler %d, came after it %d\n", inner == 0, later);

  memset(&act, 0, sizeof act);
  act.sa_handler = counts;
  act.sa_flags = SA_RESTART;
  sigaction(SIGUSR1, &act, 0);
  sigaction(SIGUSR1, 0, &old);
  int unknown = sigaction(1000, &act, 0) == -1 && errno == EINVAL;
  int kill_refused = sigaction(SIGKILL, &act, 0) == -1 && errno == EINVAL;
  printf("old flags %d, old handler %d, unknown signal refused %d, SIGKILL refused %d\n",
         (old.sa_flags & 0xff000000) == SA_RESTART, old.sa_handler == counts, unknown, kill_refused);

  int p[2];
  char byte;
  if (pipe(p)) return 1;
  set(SIGALRM, counts, 0, 0);
  setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 20000}}, 0);
  ssize_t n = read(p[0], &byte, 1);
  int interrupted = n == -1 && errno == EINTR;
  set(SIGALRM, counts, SA_RESTART, 0);
  count = 0;
  pid_t pid = fork();
  if (!pid) {
    usleep(100000);
    _exit(write(p[1], "x", 1) != 1);
  }
  setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 20000}}, 0);
  n = read(p[0], &byte, 1);
  printf("restarted %d, interrupted %d\n", n == 1 && count == 1, interrupted);

  count = 0;
  set(SIGURG, counts, SA_RESTART, 0);
  kill(getpid(), SIGURG);
  for (int i = 0; i < 1000 && !count; i++) usleep(1000);
  gort_go(other, 0);
  while (!ran) {
  }
  printf("urgent %d, still preempted %d\n", count, ran);

  count = 0;
  __sysv_signal(SIGUSR1, counts);
  raise(SIGUSR1);
  sigaction(SIGUSR1, 0, &old);
  printf("System V's %d\n", count == 1 && old.sa_handler == SIG_DFL);
}
