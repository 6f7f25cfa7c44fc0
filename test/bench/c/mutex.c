// One goroutine alone, then eight contending, on one mutex.
#include <gort/gort.h>

#include "bench.h"

enum { N = 8000000 };
static gort_mutex mu;
static gort_waitgroup wg;
static long x;

static void counts(void* arg) {
  for (int i = 0; i < N / 8; i++) {
    gort_mutex_lock(&mu);
    x++;
    gort_mutex_unlock(&mu);
  }
  gort_waitgroup_done(&wg);
}

int main(void) {
  int64_t t = now_ns();
  for (int i = 0; i < N; i++) {
    gort_mutex_lock(&mu);
    x++;
    gort_mutex_unlock(&mu);
  }
  report("mutex_alone", (double)(now_ns() - t) * 1000 / N, "ps/lock");
  gort_waitgroup_add(&wg, 8);
  t = now_ns();
  for (int i = 0; i < 8; i++) gort_go(counts, 0);
  gort_waitgroup_wait(&wg);
  report("mutex_contended", (double)(now_ns() - t) * 1000 / N, "ps/lock");
  return x != 2 * N;
}
