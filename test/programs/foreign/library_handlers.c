// Signal handlers that a library installs, its own and the program's: they have room wherever the signal comes, may call the
// program, and may leave for the code of the library that they have interrupted.
// lib: lib_signals.c
// sanitized: no (a sanitizer's siglongjmp knows nothing of handlers on other stacks)
// want stdout: before main and in it: 1
// want stdout: its own handler 5, 1, wrong 0
// want stdout: with the program's function: 3 of 3
// want stdout: the program's as its handler: 2 (SIGUSR1), once 1
// want stdout: readable 1 0 1 0, from a handler 0
// want stdout: in a thread 2, wrong 0
// want stdout: still preempted
#include <gort/gort.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

long early_signals(void), native_signals(void), native_wrong(void);
int handle(int signal), is_native(int signal), readable(const volatile char* p);
void handle_by(int signal, void (*fn)(int)), give_handler(int signal, void (*fn)(int));
void thread_with_stack(void (*fn)(void));

static _Atomic int called, own;
static _Thread_local int mine;

__attribute__((noinline)) static int depth(int n) {
  volatile char frame[300];
  frame[n % 300] = (char)n;
  return n ? depth(n - 1) + frame[n % 300] - (char)n + 1 : 0;
}
static void from_native(int signal) {
  if (depth(500) == 500) called++;
}
static void on_signal(int signal) {
  if (signal == SIGUSR1 && depth(500) == 500) own++;
  mine++;
}
static _Atomic int from_handler = -1;
static void asks(int signal) { from_handler = readable((char*)32); }
static void in_thread(void) { depth(1000), called++; }
static void other(void* arg) { *(_Atomic int*)arg = 1; }
static void storm(void* arg) {
  for (int i = 0; i < 5; i++) raise(SIGUSR1);
}

int main(void) {
  raise(SIGUSR2);
  printf("before main and in it: %ld\n", early_signals());
  gort_lock_thread();
  handle(SIGUSR1);
  int same = is_native(SIGUSR1);
  storm(0);
  printf("its own handler %ld, %d, wrong %ld\n", native_signals(), same, native_wrong());

  handle_by(SIGUSR1, from_native);
  for (int i = 0; i < 3; i++) raise(SIGUSR1);
  printf("with the program's function: %d of %ld\n", called, native_signals() - 5);

  give_handler(SIGUSR1, on_signal);
  raise(SIGUSR1), raise(SIGUSR1);
  struct sigaction now;
  sigaction(SIGUSR1, 0, &now);
  signal(SIGUSR1, SIG_IGN);
  raise(SIGUSR1);
  printf("the program's as its handler: %d (%s), once %d\n", own, mine == 2 ? "SIGUSR1" : "?",
         now.sa_handler == on_signal);

  int a = readable("text"), b = readable((char*)16), c = readable("text"), d = readable((char*)4096);
  handle_by(SIGUSR1, asks);
  raise(SIGUSR1);
  printf("readable %d %d %d %d, from a handler %d\n", a, b, c, d, from_handler);
  gort_unlock_thread();

  called = 0;
  long before = early_signals();
  thread_with_stack(in_thread);
  printf("in a thread %ld, wrong %ld\n", early_signals() - before, native_wrong());
  _Atomic int ran = 0;
  gort_go(other, (void*)&ran);
  while (!ran) {
  }
  printf("still preempted\n");
}
