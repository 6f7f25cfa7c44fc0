// The chain-of-filters prime sieve, first 4,000 primes; about 4,000 goroutines.
#include <gort/gort.h>

#include "bench.h"

static void generates(void* ch) {
  for (long i = 2;; i++) gort_chan_send(ch, &i);
}

struct filter {
  gort_chan *in, *out;
  long prime;
};
static void filters(void* arg) {
  struct filter f = *(struct filter*)arg;
  for (;;) {
    long i;
    gort_chan_recv(f.in, &i);
    if (i % f.prime != 0) gort_chan_send(f.out, &i);
  }
}

int main(void) {
  int64_t t = now_ns();
  gort_chan* ch = gort_chan_make(sizeof(long), 0);
  gort_go(generates, ch);
  long last = 0;
  for (int i = 0; i < 4000; i++) {
    gort_chan_recv(ch, &last);
    struct filter* f = gort_alloc(sizeof *f);
    *f = (struct filter){ch, gort_chan_make(sizeof(long), 0), last};
    gort_go(filters, f);
    ch = f->out;
  }
  report("sieve", (double)(now_ns() - t) / 1e6, "ms");
  return last != 37813;
}
