// Handlers of the module on threads of C's: one that has called the module, one that never has, one in the middle of a callback;
// and a handler that uses the thread's own variables.
// want stdout: module thread 1, stranger 1, own value 7
#define _GNU_SOURCE
#include <gort/gort.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static _Atomic int on_module_thread, on_stranger, started, stop;
static _Thread_local int own;
static _Atomic int seen;
static pthread_t module_thread;

__attribute__((noinline)) static int depth(int n) {
  volatile char frame[500];
  frame[n % 500] = (char)n;
  return n ? depth(n - 1) + frame[n % 500] - (char)n + 1 : 0;
}
static void on_usr1(int signal) {
  if (depth(100) == 100) on_module_thread++;
  seen = own;
}
static void on_usr2(int signal) {
  char text[32];
  if (depth(100) == 100 && snprintf(text, sizeof text, "%d", signal) == 2) on_stranger++;
}
static void* works(void* arg) {
  own = 7;
  started = 1;
  while (!stop) depth(10);
  return 0;
}

int main(void) {
  signal(SIGUSR1, on_usr1);
  signal(SIGUSR2, on_usr2);
  pthread_t stranger;
  pthread_create(&module_thread, 0, works, 0);
  // Its function is C's: this thread never enters the module, but for the handler.
  pthread_create(&stranger, 0, (void* (*)(void*))(void*)pause, 0);
  while (!started) usleep(1000);
  for (int i = 0; i < 20 && !on_module_thread; i++) {
    pthread_kill(module_thread, SIGUSR1);
    usleep(20000);
  }
  usleep(50000);
  // Again and again: the first may come before its pause().
  while (pthread_tryjoin_np(stranger, 0)) {
    pthread_kill(stranger, SIGUSR2);
    usleep(20000);
  }
  stop = 1;
  pthread_join(module_thread, 0);
  printf("module thread %d, stranger %d, own value %d\n", on_module_thread > 0, on_stranger > 0, seen);
}
