// A storm of signals for the process and for threads, which a library's handlers take: on goroutines that compute, recurse, call C,
// are called back, park and start others, and on threads of the library's that come and go.
// lib: lib_signals.c
// sanitized: ASan (a handler that comes in the midst of ThreadSanitizer and calls C waits for ThreadSanitizer's locks)
// want stdout: 8 workers, 0 wrong, handlers ran 1
#include <gort/gort.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

long early_signals(void), native_signals(void), native_wrong(void);
void handle_by(int signal, void (*fn)(int)), give_handler(int signal, void (*fn)(int));
void thread_with_stack(void (*fn)(void));

static _Atomic int wrong, done, stop, small_done;
static _Atomic long called;

__attribute__((noinline)) static int depth(int n) {
  volatile char frame[300];
  frame[n % 300] = (char)n;
  return n ? depth(n - 1) + frame[n % 300] - (char)n + 1 : 0;
}
static void from_native(int signal) {
  int deep = called % 64 ? 3 : 1000;
  if (depth(deep) != deep) wrong++;
  called++;
}
static int compare(const void* a, const void* b) {
  if (called % 5 == 0) gort_yield();
  return *(const int*)a - *(const int*)b;
}
static unsigned long compute(void) {
  unsigned long x = 88172645463325252ul, s = 0;
  for (int i = 0; i < 100000; i++) x ^= x << 13, x ^= x >> 7, x ^= x << 17, s += x;
  return s;
}
static unsigned long expected;
static void small(void* arg) { small_done++; }
static void in_thread(void) {
  if (depth(100) != 100) wrong++;
  gort_go(small, 0);
}

static void works(void* arg) {
  long id = (long)arg, round = 0;
  while (!stop) {
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
      case 3:
        if (id < 2) thread_with_stack(in_thread);
        break;
      case 4:
        gort_sleep(20000);
        break;
      case 5:
        for (int i = 0; i < 10; i++) gort_go(small, 0);
        gort_yield();
        break;
    }
  }
  done++;
}

int main(void) {
  expected = compute();
  handle_by(SIGALRM, from_native);
  give_handler(SIGUSR1, from_native);
  for (long i = 0; i < 8; i++) gort_go(works, (void*)i);
  setitimer(ITIMER_REAL, &(struct itimerval){{0, 150}, {0, 150}}, 0);
  for (int i = 0; i < 300; i++) {
    kill(getpid(), i % 3 ? SIGUSR1 : SIGUSR2);
    gort_sleep(1000000);
  }
  setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, 0);
  stop = 1;
  while (done < 8) gort_yield();
  printf("%d workers, %ld wrong, handlers ran %d\n", done, wrong + native_wrong(),
         native_signals() > 100 && early_signals() > 10 && called > 200);
}
