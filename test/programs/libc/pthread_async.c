// PTHREAD_CANCEL_ASYNCHRONOUS: a thread that computes and calls nothing is cancelled too, where it stands.
// want stdout: loop: canceled 1, handlers 1
// want stdout: calls: canceled 1, handlers 1
// want stdout: floats: canceled 1, handlers 1
// want stdout: disabled: sum 1, then canceled 1, handlers 1
// want stdout: deferred again: finished 1, canceled 1
// want stdout: asked before: canceled 1, handlers 1
// want stdout: types: 0 1 0, wrong 1
// want stdout: handler is left alone: 1
// want stdout: defer_np: types 0 1
// want stdout: many: 30 canceled, 30 handlers
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static atomic_int ready, stop, handlers, seen;
static void handler(void* arg) { handlers++; }

static int run(void* (*fn)(void*), int before) {
  pthread_t t;
  void* result;
  ready = stop = handlers = 0;
  if (pthread_create(&t, NULL, fn, NULL)) abort();
  if (!before) {
    while (!ready) usleep(100);
    usleep(1000);
  }
  if (pthread_cancel(t)) abort();
  stop = 1;
  if (pthread_join(t, &result)) abort();
  return result == PTHREAD_CANCELED;
}

static volatile int sink;
static void* loop(void* arg) {
  pthread_cleanup_push(handler, NULL);
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
  ready = 1;
  for (;;) sink++;
  pthread_cleanup_pop(0);
  return NULL;
}

static int fib(int n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }
static void* calls(void* arg) {
  pthread_cleanup_push(handler, NULL);
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
  ready = 1;
  for (;;) sink = fib(25);
  pthread_cleanup_pop(0);
  return NULL;
}

static unsigned seed;
static void* foreign(void* arg) {
  pthread_cleanup_push(handler, NULL);
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
  ready = 1;
  for (;;) sink = rand_r(&seed);
  pthread_cleanup_pop(0);
  return NULL;
}

static volatile double total;
static void* floats(void* arg) {
  pthread_cleanup_push(handler, NULL);
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
  ready = 1;
  for (double d = 1;; d *= 1.0000001) total = d;
  pthread_cleanup_pop(0);
  return NULL;
}

static void* disabled(void* arg) {
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
  pthread_cleanup_push(handler, NULL);
  ready = 1;
  double d = 1;
  while (!stop) d = d * 2 / 2;
  for (int i = 0; i < 10000000; i++) d = d * 4 / 4;
  seen = d == 1;
  pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
  for (;;) sink++;
  pthread_cleanup_pop(0);
  return NULL;
}

static void* deferred(void* arg) {
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
  pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, NULL);
  ready = 1;
  while (!stop);
  for (int i = 0; i < 10000000; i++) sink++;
  seen = 2;
  pthread_testcancel();
  return NULL;
}

static void* asked(void* arg) {
  while (!stop);
  pthread_cleanup_push(handler, NULL);
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
  for (;;) sink++;
  pthread_cleanup_pop(0);
  return NULL;
}

static int type[3], wrong;
static void* types(void* arg) {
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, &type[0]);
  pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &type[1]);
  pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &type[2]);
  wrong = pthread_setcanceltype(77, NULL) == EINVAL && pthread_setcancelstate(77, NULL) == EINVAL;
  return NULL;
}

static void computes(void* arg) {
  ready = 1;
  double d = 1;
  for (int i = 0; i < 20000000; i++) d = d * 4 / 4;
  seen = d == 1 ? 3 : 4;
}
static void* exits(void* arg) {
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
  pthread_cleanup_push(computes, NULL);
  pthread_exit(NULL);
  pthread_cleanup_pop(0);
  return NULL;
}

static void* defer_np(void* arg) {
  pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL);
  pthread_cleanup_push_defer_np(handler, NULL);
  pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &type[0]);
  pthread_cleanup_pop_restore_np(0);
  pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &type[1]);
  return NULL;
}

int main(void) {
  int c = run(loop, 0);
  printf("loop: canceled %d, handlers %d\n", c, handlers);
  c = run(calls, 0);
  printf("calls: canceled %d, handlers %d\n", c, handlers);
  c = run(floats, 0);
  printf("floats: canceled %d, handlers %d\n", c, handlers);
  c = run(disabled, 0);
  printf("disabled: sum %d, then canceled %d, handlers %d\n", seen, c, handlers);
  c = run(deferred, 0);
  printf("deferred again: finished %d, canceled %d\n", seen == 2, c);
  c = run(asked, 1);
  printf("asked before: canceled %d, handlers %d\n", c, handlers);
  pthread_t t;
  pthread_create(&t, NULL, types, NULL);
  pthread_join(t, NULL);
  printf("types: %d %d %d, wrong %d\n", type[0], type[1], type[2], wrong);
  run(exits, 0);
  printf("handler is left alone: %d\n", seen == 3);
  pthread_create(&t, NULL, defer_np, NULL);
  pthread_join(t, NULL);
  printf("defer_np: types %d %d\n", type[0], type[1]);
  int canceled = 0, ran = 0;
  for (int i = 0; i < 30; i++) {
    canceled += run(i % 3 == 0 ? foreign : i % 3 == 1 ? calls : loop, 0);
    ran += handlers;
  }
  printf("many: %d canceled, %d handlers\n", canceled, ran);
}
