// A thread that C made and that calls in during init waits until init is done (BOOT rows 14 and 19).
// lib: lib_thread.c
// want stdout: init begins
// want stdout: init ends
// want stdout: called 3 times, first after init
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

void start_thread(void (*f)(void*), void* arg, int times);
int started(void);

static _Atomic int calls, init_is_over, early;
static void called(void* arg) {
  if (!init_is_over) early = 1;
  if (++calls == 3) gort_chan_send(*(gort_chan**)arg, 0);
}
static gort_chan* done;
static void init(void) {
  puts("init begins");
  done = gort_chan_make(0, 0);
  start_thread(called, &done, 3);
  while (!started()) usleep(1000);
  usleep(20000);
  for (int i = 0; i < 100; i++) gort_yield();
  puts("init ends");
  init_is_over = 1;
}
GORT_INIT_TASK(main, GORT_DEPS(), GORT_FNS(init));

void main_main(void) {
  gort_chan_recv(done, 0);
  printf("called %d times, first %s init\n", calls, early ? "during" : "after");
  fflush(stdout);
}
