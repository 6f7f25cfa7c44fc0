// A foreign call blocks, calls back, and blocks again, on many goroutines at once: each callback finds its own goroutine.
// lib: lib_callbacks.c
// want stdout: 40 goroutines, 40 called back, 0 on another goroutine
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

void block_and_call(int us, void (*f)(void*), void* arg);
static _Atomic int called, wrong, done;

static void check(void* arg) {
  gort_yield();
  if (*(int64_t*)arg != gort_goid()) wrong++;
  called++;
}
static void blocks(void* arg) {
  int64_t me = gort_goid();
  block_and_call(2000 + (int)(intptr_t)arg * 100, check, &me);
  if (me != gort_goid()) wrong++;
  done++;
}

int main(void) {
  for (intptr_t i = 0; i < 40; i++) gort_go(blocks, (void*)i);
  while (done < 40) gort_yield();
  printf("%d goroutines, %d called back, %d on another goroutine\n", done, called, wrong);
}
