// Threads that a native library makes call into the module, which yields, sleeps and starts goroutines there.
// lib: lib_callbacks.c
// want stdout: 8 threads, 800 calls, 800 goroutines
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

int threads(int n, void (*f)(void*), void* arg);
static _Atomic int calls, started;

static void starts(void* arg) { started++; }
static void called(void* arg) {
  int n = ++*(_Atomic int*)arg;
  gort_go(starts, 0);
  if (n % 3 == 0) gort_yield();
  if (n % 50 == 0) gort_sleep(100000);
}

int main(void) {
  int n = threads(8, called, &calls);
  while (started < 800) gort_yield();
  printf("%d threads, %d calls, %d goroutines\n", n, calls, started);
}
