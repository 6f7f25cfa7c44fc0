// Timers of a library's call the program on threads that the C library makes, and goroutines that wait for it are not taken for
// dead: the program's function sends into a channel, sleeps, starts goroutines.
// lib: lib_notify.c
// sanitized: ASan (threads that the C library makes are nothing to ThreadSanitizer)
// want stdout: 20 calls, in order of nobody, wrong 0
// want stdout: 20 direct, wrong 0
// want stdout: thread 3, goroutine 1
#include <gort/gort.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <time.h>

int call_every(long ns, void (*fn)(void*), void* arg, timer_t* timer);
int notify_every(long ns, void (*fn)(union sigval), void* arg, timer_t* timer);
int run_in_thread(void (*fn)(void*), void* arg);

static _Atomic int wrong;
static _Thread_local int mine;

static void passes(void* c) {
  int one = 1;
  gort_chan_send(c, &one);
}
static void called(void* c) {
  if (mine++) wrong++;
  gort_sleep(1000);
  gort_go(passes, c);
}
static void notified(union sigval v) { called(v.sival_ptr); }
static void sets(void* p) { *(int*)p = 1; }

static int take(void* c, int n) {
  int sum = 0, one;
  for (int i = 0; i < n; i++) gort_chan_recv(c, &one), sum += one;
  return sum;
}

int main(void) {
  void* c = gort_chan_make(sizeof(int), 0);
  timer_t timer;
  if (call_every(300000, called, c, &timer)) return 1;
  int calls = take(c, 20);
  timer_delete(timer);
  printf("%d calls, in order of nobody, wrong %d\n", calls, wrong);
  void* d = gort_chan_make(sizeof(int), 0);
  if (notify_every(300000, notified, d, &timer)) return 1;
  calls = take(d, 20);
  timer_delete(timer);
  printf("%d direct, wrong %d\n", calls, wrong);
  int set = 0;
  int result = run_in_thread(sets, &set);
  printf("thread %d, goroutine %d\n", result, set);
}
