// Ten thousand goroutines each add their number; main sees the whole sum.
// want stdout: 10000 goroutines, sum 50005000
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

enum { N = 10000 };
static _Atomic int64_t sum, done;

static void add(void* arg) {
  atomic_fetch_add(&sum, (intptr_t)arg);
  atomic_fetch_add(&done, 1);
}

int main(void) {
  for (intptr_t i = 1; i <= N; i++) gort_go(add, (void*)i);
  while (atomic_load(&done) < N) gort_yield();
  printf("%d goroutines, sum %lld\n", N, (long long)sum);
}
