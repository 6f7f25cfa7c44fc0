// siglongjmp out of handlers: out of a loop, out of a C function that has blocked so long that the P was taken, out of a
// callback below a C function, out of two handlers at once, and inside a handler; hundreds of times, and goroutines run after it.
// want stdout: loop 200, sleep 20, callback 200, nested 200, inside 200
// want stdout: goroutines went on 1, mask clean 1
// stress: none (a goroutine that has just been preempted is not there to be jumped into)
// sanitized: ASan (a jump out of a blocking call leaves ThreadSanitizer blind to the thread)
#define _GNU_SOURCE
#include <gort/gort.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static sigjmp_buf env;
static volatile int mode, inside_ok;
static volatile long spun;
static _Atomic long others;
static _Atomic int stop;

static void other(void* arg) {
  while (!stop) {
    others++;
    gort_yield();
  }
}
static void second(int signal) { siglongjmp(env, 2); }
static void first(int signal) {
  if (mode == 3) raise(SIGUSR2);
  if (mode == 4) {
    sigjmp_buf here;
    if (sigsetjmp(here, 1)) {
      inside_ok++;
      siglongjmp(env, 1);
    }
    siglongjmp(here, 1);
  }
  siglongjmp(env, 1);
}
static int compare(const void* a, const void* b) {
  static volatile int n;
  if (++n % 10 == 0) raise(SIGUSR1);
  return *(const int*)a - *(const int*)b;
}

static void after(long microseconds) { setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, microseconds}}, 0); }

static int loop(void) {
  volatile int n = 0;
  for (volatile int i = 0; i < 200; i++)
    if (sigsetjmp(env, 1))
      n++;
    else {
      after(100);
      for (;;) spun++;
    }
  return n;
}
static int blocked(void) {
  volatile int n = 0;
  for (volatile int i = 0; i < 20; i++)
    if (sigsetjmp(env, 1))
      n++;
    else {
      after(15000);
      for (;;) usleep(500000);
    }
  return n;
}
static int callback(void) {
  volatile int n = 0;
  for (volatile int i = 0; i < 200; i++)
    if (sigsetjmp(env, 1))
      n++;
    else {
      int a[64];
      for (int k = 0; k < 64; k++) a[k] = k * 29 % 64;
      qsort(a, 64, sizeof a[0], compare);
      n = -1000;
    }
  return n;
}
static int raised(int m) {
  volatile int n = 0;
  mode = m;
  for (volatile int i = 0; i < 200; i++)
    if (sigsetjmp(env, 1))
      n++;
    else {
      raise(SIGUSR1);
      n = -1000;
    }
  mode = 0;
  return n;
}

int main(void) {
  signal(SIGALRM, first);
  signal(SIGUSR1, first);
  signal(SIGUSR2, second);
  int a = loop(), b = blocked(), c = callback(), d = raised(3), e = raised(4);
  for (int i = 0; i < 3; i++) gort_go(other, 0);
  long before = others;
  while (others == before) gort_yield();
  sigset_t now;
  pthread_sigmask(SIG_BLOCK, 0, &now);
  printf("loop %d, sleep %d, callback %d, nested %d, inside %d\n", a, b, c, d, e == 200 ? inside_ok : -1);
  printf("goroutines went on %d, mask clean %d\n", others > 0, sigisemptyset(&now));
  stop = 1;
}
