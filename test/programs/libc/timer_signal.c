// SIGALRM from setitimer, every millisecond, while goroutines compute without calls: the handler runs each time, and what is
// computed stays right.
// want stdout: 4 goroutines, 0 wrong, at least 20 signals 1
#include <gort/gort.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/time.h>

static volatile sig_atomic_t signals;
static _Atomic int wrong, done;
static uint64_t expected;

static void tick(int signal) {
  char frame[2000];
  __asm__ volatile("" : : "r"(frame) : "memory");
  frame[signals % 2000] = 1;
  signals++;
}

static uint64_t compute(void) {
  uint64_t x = 88172645463325252ull, s = 0;
  for (int i = 0; i < 10000000; i++) {
    x ^= x << 13, x ^= x >> 7, x ^= x << 17;
    s += x;
  }
  return s;
}
static void computes(void* arg) {
  while (signals < 20)
    if (compute() != expected) wrong++;
  done++;
}

int main(void) {
  expected = compute();
  signal(SIGALRM, tick);
  setitimer(ITIMER_REAL, &(struct itimerval){{0, 1000}, {0, 1000}}, 0);
  for (int i = 0; i < 4; i++) gort_go(computes, 0);
  while (done < 4) gort_yield();
  setitimer(ITIMER_REAL, &(struct itimerval){{0, 0}, {0, 0}}, 0);
  printf("4 goroutines, %d wrong, at least 20 signals %d\n", wrong, signals >= 20);
}
