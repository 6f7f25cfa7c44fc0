// A storm of signals, each of which runs a handler that recurses, calls C, and touches a thread-local variable, while
// goroutines do all that goroutines do: compute, recurse, call C, are called back, park, sleep, start others. Nothing gets lost
// or mixed up; errno is each one's own.
// sanitized: ASan (a handler that comes in the midst of ThreadSanitizer and calls C waits for ThreadSanitizer's locks)
// want stdout: 12 workers, 0 wrong, handlers ran 1, on their stack 1
#include <errno.h>
#include <gort/gort.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static _Atomic int wrong, done, stop, small_done;
static _Atomic long handled;
static char* volatile stack_seen;

__attribute__((noinline)) static int depth(int n) {
  volatile char frame[300];
  frame[n % 300] = (char)n;
  return n ? depth(n - 1) + frame[n % 300] - (char)n + 1 : 0;
}

static void on_signal(int signal, siginfo_t* info, void* context) {
  int before = errno;
  char local;
  stack_seen = &local;
  int deep = handled % 64 ? 3 : 2000;
  if (depth(deep) != deep) wrong++;
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  if (write(-1, &t, sizeof t) != -1 || errno != EBADF) wrong++;
  handled++;
  errno = before;
}

static int compare(const void* a, const void* b) {
  if (handled % 5 == 0) gort_yield();
  return *(const int*)a - *(const int*)b;
}
static unsigned long compute(void) {
  unsigned long x = 88172645463325252ul, s = 0;
  for (int i = 0; i < 100000; i++) x ^= x << 13, x ^= x >> 7, x ^= x << 17, s += x;
  return s;
}
static unsigned long expected;
static void small(void* arg) { small_done++; }

static void works(void* arg) {
  long id = (long)arg, round = 0;
  while (!stop) {
    errno = (int)id + 1000;
    switch ((id + round++) % 6) {
      case 0:
        if (compute() != expected) wrong++;
        break;
      case 1:
        if (depth(300) != 300) wrong++;
        break;
      case 2: {
        int a[100];
        for (int i = 0; i < 100; i++) a[i] = i * 37 % 100;
        qsort(a, 100, sizeof a[0], compare);
        for (int i = 0; i < 100; i++)
          if (a[i] != i) wrong++;
        break;
      }
      case 3: {
        char text[64];
        snprintf(text, sizeof text, "%ld %.3f", id, 1.5);
        char* p = malloc(1000);
        memset(p, 1, 1000);
        free(p);
        if (text[0] != '0' + id % 10 && id < 10) wrong++;
        break;
      }
      case 4:
        gort_sleep(20000);
        break;
      case 5:
        for (int i = 0; i < 10; i++) gort_go(small, 0);
        gort_yield();
        break;
    }
    if (errno != (int)id + 1000) wrong++;
  }
  done++;
}

int main(void) {
  expected = compute();
  struct sigaction act;
  memset(&act, 0, sizeof act);
  act.sa_sigaction = on_signal;
  act.sa_flags = SA_SIGINFO | SA_RESTART;
  sigaction(SIGALRM, &act, 0);
  sigaction(SIGUSR1, &act, 0);
  for (long i = 0; i < 12; i++) gort_go(works, (void*)i);
  setitimer(ITIMER_REAL, &(struct itimerval){{0, 150}, {0, 150}}, 0);
  for (int i = 0; i < 300; i++) {
    kill(getpid(), SIGUSR1);
    gort_sleep(1000000);
  }
  setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, 0);
  stop = 1;
  while (done < 12) gort_yield();
  char here;
  long distance = stack_seen - &here;
  if (distance < 0) distance = -distance;
  printf("%d workers, %d wrong, handlers ran %d, on their stack %d\n", done, wrong, handled > 300, distance > 100000);
}
