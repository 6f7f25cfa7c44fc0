// One producer and one consumer, then four of each, over a channel of capacity 128.
#include <gort/gort.h>

#include "bench.h"

struct run {
  gort_chan *c, *produced, *consumed;
  long each;
};

static void produces(void* arg) {
  struct run* r = arg;
  for (long i = 0; i < r->each; i++) gort_chan_send(r->c, &i);
  gort_chan_send(r->produced, 0);
}
static void consumes(void* arg) {
  struct run* r = arg;
  long sum = 0, v;
  while (gort_chan_recv(r->c, &v)) sum += v;
  gort_chan_send(r->consumed, &sum);
}

static int run(const char* name, int producers, int consumers, long each) {
  struct run r = {gort_chan_make(sizeof(long), 128), gort_chan_make(0, 0), gort_chan_make(sizeof(long), 0), each};
  int64_t t = now_ns();
  for (int i = 0; i < producers; i++) gort_go(produces, &r);
  for (int i = 0; i < consumers; i++) gort_go(consumes, &r);
  for (int i = 0; i < producers; i++) gort_chan_recv(r.produced, 0);
  gort_chan_close(r.c);
  long sum = 0;
  for (int i = 0; i < consumers; i++) {
    long s;
    gort_chan_recv(r.consumed, &s);
    sum += s;
  }
  report(name, (double)(now_ns() - t) / (double)(producers * each), "ns/item");
  return sum != producers * (each * (each - 1) / 2);
}

int main(void) { return run("buffered_spsc", 1, 1, 20000000) || run("buffered_mpmc", 4, 4, 3000000); }
