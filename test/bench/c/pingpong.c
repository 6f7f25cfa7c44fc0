// Two goroutines pass a number back and forth over unbuffered channels.
#include <gort/gort.h>

#include "bench.h"

enum { N = 2000000 };
static gort_chan *a, *b;

static void answers(void* arg) {
  long v;
  while (gort_chan_recv(a, &v)) {
    v++;
    gort_chan_send(b, &v);
  }
  gort_chan_close(b);
}

int main(void) {
  a = gort_chan_make(sizeof(long), 0);
  b = gort_chan_make(sizeof(long), 0);
  gort_go(answers, 0);
  int64_t t = now_ns();
  long v = 0;
  for (int i = 0; i < N; i++) {
    gort_chan_send(a, &v);
    gort_chan_recv(b, &v);
  }
  gort_chan_close(a);
  int64_t d = now_ns() - t;
  if (v != N) return 1;
  report("pingpong", (double)d / N, "ns/roundtrip");
}
