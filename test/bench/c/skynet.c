// A tree of goroutines ten wide down to 1,000,000 leaves, sums returned over channels.
#include <gort/gort.h>

#include "bench.h"

struct node {
  gort_chan* c;
  long num, size;
};

static void skynet(void* arg) {
  struct node me = *(struct node*)arg;
  if (me.size == 1) {
    gort_chan_send(me.c, &me.num);
    return;
  }
  gort_chan* rc = gort_chan_make(sizeof(long), 0);
  struct node child[10];
  for (int i = 0; i < 10; i++) {
    child[i] = (struct node){rc, me.num + i * (me.size / 10), me.size / 10};
    gort_go(skynet, &child[i]);
  }
  long sum = 0, v;
  for (int i = 0; i < 10; i++) {
    gort_chan_recv(rc, &v);
    sum += v;
  }
  gort_chan_send(me.c, &sum);
}

int main(void) {
  int64_t best = INT64_MAX;
  for (int r = 0; r < 5; r++) {
    struct node root = {gort_chan_make(sizeof(long), 0), 0, 1000000};
    int64_t t = now_ns();
    gort_go(skynet, &root);
    long sum;
    gort_chan_recv(root.c, &sum);
    if (sum != 499999500000) return 1;
    int64_t d = now_ns() - t;
    if (d < best) best = d;
  }
  report("skynet", (double)best / 1e6, "ms");
}
