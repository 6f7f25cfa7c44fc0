// cgo's notify hook tells C that it may call: the channel that callbacks wait for stands by then (BOOT row 14).
// lib: lib_thread.c
// want stdout: init
// want stdout: called after init
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

void start_thread(void (*f)(void*), void* arg, int times);
int started(void);

static _Atomic int initialised, called_at;
static void called(void* arg) {
  called_at = initialised ? 2 : 1;
  gort_ready(arg);
}
void _cgo_thread_start(void* arg) {}
void _cgo_setenv(void* arg) {}
void _cgo_unsetenv(void* arg) {}
void _cgo_notify_runtime_init_done(void* arg) {
  start_thread(called, gort_self(), 1);
  while (!started()) usleep(1000);
  usleep(20000);
}
static void init(void) {
  for (int i = 0; i < 100; i++) gort_yield();
  puts("init");
  initialised = 1;
}
GORT_INIT_TASK(main, GORT_DEPS(), GORT_FNS(init));

void main_main(void) {
  while (!called_at) gort_park();
  printf("called %s init\n", called_at == 2 ? "after" : "before");
  fflush(stdout);
}
