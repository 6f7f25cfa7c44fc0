// thread_local variables belong to the goroutine: each starts with the initial value, keeps its own through yields, and a
// pthread has its own too. Zero-initialised, initialised, aligned and static ones inside a function.
// want stdout: 30 goroutines, 0 wrong
// want stdout: pthread 5 0
// want stdout: main 6 1 0
#include <gort/gort.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>

static _Thread_local int five = 5;
static _Thread_local long zero[40];
static _Thread_local _Alignas(64) char aligned[3] = "ab";
_Thread_local double global = 1.5;
static _Atomic int wrong, done;

__attribute__((noinline)) static int counter(void) {
  static _Thread_local int n = 10;
  return n++;
}

static void uses(void* arg) {
  int me = (int)(intptr_t)arg;
  if (five != 5 || zero[39] || aligned[1] != 'b' || (uintptr_t)aligned % 64 || global != 1.5) wrong++;
  int* address = &five;
  five = me, zero[me] = me, global = me * 0.5;
  for (int i = 0; i < 50; i++) {
    gort_yield();
    if (five != me || &five != address || zero[me] != me || zero[(me + 1) % 40] || global != me * 0.5) wrong++;
    if (counter() != 10 + i) wrong++;
  }
  done++;
}
static void* thread(void* arg) {
  printf("pthread %d %ld\n", five, zero[1]);
  five = 99;
  return 0;
}

int main(void) {
  five++;
  zero[1] = 1;
  for (intptr_t i = 0; i < 30; i++) gort_go(uses, (void*)i);
  while (done < 30) gort_yield();
  printf("30 goroutines, %d wrong\n", wrong);
  pthread_t t;
  pthread_create(&t, 0, thread, 0);
  pthread_join(t, 0);
  printf("main %d %ld %ld\n", five, zero[1], zero[2]);
}
