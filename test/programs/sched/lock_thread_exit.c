// A goroutine that ends while locked takes its thread with it: nothing else is ever seen there. The first thread does not
// end (the process would be a zombie), it only does nothing any more.
// native: no (threads are not shared there)
// want stdout: 9 of 10 threads gone at least 1, 0 met again
#define _GNU_SOURCE
#include <gort/gort.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { N = 10 };
static int gone[N];
static _Atomic int count, again, done;

static void locked(void* arg) {
  gort_lock_thread();
  gone[count] = gettid();
  count++;
}

static void looks(void* arg) {
  for (int i = 0; i < 100; i++) {
    for (int k = 0; k < N; k++)
      if (gettid() == gone[k]) again++;
    gort_yield();
  }
  done++;
}

int main(void) {
  for (int i = 0; i < N; i++) {
    gort_go(locked, 0);
    while (count <= i) gort_sleep(100000);
  }
  for (int i = 0; i < 20; i++) gort_go(looks, 0);
  while (done < 20) gort_yield();
  int dead = 0;
  for (int t = 0; t < 10000 && dead < 9; t++) {
    gort_sleep(1000000);
    dead = 0;
    for (int i = 0; i < N; i++) dead += syscall(SYS_tgkill, getpid(), gone[i], 0) != 0;
  }
  printf("9 of 10 threads gone at least %d, %d met again\n", dead >= 9, again);
}
