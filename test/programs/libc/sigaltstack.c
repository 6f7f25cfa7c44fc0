// A program that sets a signal stack of its own: its handler runs, and the runtime's own signals still work afterwards.
// want stdout: handled, old one given back 1
// want stdout: preempted 1
#include <gort/gort.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static volatile sig_atomic_t handled;
static _Atomic int ran;
static void on_signal(int signal) {
  char frame[4000];
  memset(frame, 1, sizeof frame);
  handled = frame[3000];
}
static void other(void* arg) { ran = 1; }

int main(void) {
  stack_t mine = {.ss_sp = malloc(1 << 16), .ss_size = 1 << 16}, old, again;
  gort_lock_thread();
  if (sigaltstack(&mine, &old)) return 1;
  struct sigaction act;
  memset(&act, 0, sizeof act);
  act.sa_handler = on_signal;
  act.sa_flags = SA_ONSTACK;
  sigaction(SIGUSR1, &act, 0);
  raise(SIGUSR1);
  sigaltstack(&old, &again);
  gort_unlock_thread();
  printf("%s, old one given back %d\n", handled ? "handled" : "not handled", again.ss_size > 0);
  gort_go(other, 0);
  while (!ran) {
  }
  printf("preempted %d\n", ran);
}
