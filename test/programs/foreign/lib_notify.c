// A natively compiled library whose timers and C11 threads call the program.
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>
#include <time.h>

struct call {
  void (*fn)(void*);
  void* arg;
};
static void on_timer(union sigval v) {
  struct call* c = v.sival_ptr;
  c->fn(c->arg);
}
int notify_every(long ns, void (*fn)(union sigval), void* arg, timer_t* timer) {
  struct sigevent e;
  memset(&e, 0, sizeof e);
  e.sigev_notify = SIGEV_THREAD;
  e.sigev_notify_function = fn;
  e.sigev_value.sival_ptr = arg;
  struct itimerspec when = {{0, ns}, {0, ns}};
  return timer_create(CLOCK_MONOTONIC, &e, timer) || timer_settime(*timer, 0, &when, 0);
}
int call_every(long ns, void (*fn)(void*), void* arg, timer_t* timer) {
  struct call* c = malloc(sizeof *c);
  c->fn = fn, c->arg = arg;
  return notify_every(ns, on_timer, c, timer);
}
static int runs(void* v) {
  struct call* c = v;
  c->fn(c->arg);
  return 3;
}
int run_in_thread(void (*fn)(void*), void* arg) {
  struct call c = {fn, arg};
  thrd_t t;
  int result = -1;
  if (thrd_create(&t, runs, &c) != thrd_success || thrd_join(t, &result) != thrd_success) return -1;
  return result;
}
