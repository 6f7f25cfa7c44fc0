// 503 goroutines in a ring of channels pass a token 5,000,000 times.
#include <gort/gort.h>

#include "bench.h"

enum { RING = 503, N = 5000000 };
static gort_chan* done;
struct member {
  long id;
  gort_chan *in, *out;
};

static void passes(void* arg) {
  struct member* m = arg;
  for (;;) {
    long t;
    gort_chan_recv(m->in, &t);
    if (t == 0) {
      gort_chan_send(done, &m->id);
      return;
    }
    t--;
    gort_chan_send(m->out, &t);
  }
}

int main(void) {
  static struct member members[RING];
  done = gort_chan_make(sizeof(long), 0);
  gort_chan *first = gort_chan_make(sizeof(long), 0), *in = first;
  for (int i = 1; i <= RING; i++) {
    gort_chan* out = i < RING ? gort_chan_make(sizeof(long), 0) : first;
    members[i - 1] = (struct member){i, in, out};
    gort_go(passes, &members[i - 1]);
    in = out;
  }
  int64_t t = now_ns();
  long n = N, id;
  gort_chan_send(first, &n);
  gort_chan_recv(done, &id);
  report("threadring", (double)(now_ns() - t) / N, "ns/pass");
  return id != N % RING + 1;
}
