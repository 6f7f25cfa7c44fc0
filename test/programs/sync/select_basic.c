// select takes a case that is ready, waits when none is, and is fair when many are; a closed channel is always ready.
// want stdout: default -1
// want stdout: received 42 from case 1
// want stdout: sent case 0
// want stdout: got 7
// want stdout: closed case 1, ok 0, value 0
// want stdout: each side at least 400 times
// want stdout: nothing lost: 499500 499500 499500 499500
#include <gort/gort.h>
#include <stdio.h>

static int got;
static void sends42(void* c) {
  int v = 42;
  gort_sleep(1000000);
  gort_chan_send(c, &v);
}
static void receives(void* c) {
  int v;
  gort_chan_recv(c, &v);
  got = v;
  gort_chan_close(c);
}
static void feed(void* c) {
  for (int i = 0; i < 1000; i++) gort_chan_send(c, &i);
}

int main(void) {
  gort_chan *a = gort_chan_make(sizeof(int), 0), *b = gort_chan_make(sizeof(int), 0);
  int x = 0, y = 0;
  gort_case two[] = {GORT_RECV(a, &x), GORT_RECV(b, &y)};
  printf("default %ld\n", (long)gort_select(two, 2, false));
  gort_go(sends42, b);
  long i = gort_select(two, 2, true);
  printf("received %d from case %ld\n", y, i);

  gort_go(receives, a);
  x = 7;
  gort_case mixed[] = {GORT_SEND(a, &x), GORT_RECV(b, &y), GORT_RECV(NULL, NULL)};
  printf("sent case %ld\n", (long)gort_select(mixed, 3, true));
  bool ok = true;
  gort_chan_recv(a, &x);
  printf("got %d\n", got);
  two[0].chan = b;
  two[1].chan = a;
  y = 5;
  i = gort_select(two, 2, true);
  ok = two[1].ok;
  printf("closed case %ld, ok %d, value %d\n", i, ok, y);

  gort_chan *p = gort_chan_make(0, 1000), *q = gort_chan_make(0, 1000);
  for (int k = 0; k < 1000; k++) gort_chan_send(p, NULL), gort_chan_send(q, NULL);
  int from[2] = {0, 0};
  gort_case fair[] = {GORT_RECV(p, NULL), GORT_RECV(q, NULL)};
  for (int k = 0; k < 1000; k++) from[gort_select(fair, 2, true)]++;
  if (from[0] >= 400 && from[1] >= 400)
    puts("each side at least 400 times");
  else
    printf("unfair: %d and %d\n", from[0], from[1]);

  gort_chan* c[4];
  int v[4];
  long sum[4] = {0, 0, 0, 0};
  gort_case four[4];
  for (int k = 0; k < 4; k++) {
    c[k] = gort_chan_make(sizeof(int), k * 2);
    four[k] = (gort_case)GORT_RECV(c[k], &v[k]);
    gort_go(feed, c[k]);
  }
  for (int k = 0; k < 4000; k++) {
    i = gort_select(four, 4, true);
    sum[i] += v[i];
  }
  printf("nothing lost: %ld %ld %ld %ld\n", sum[0], sum[1], sum[2], sum[3]);
}
