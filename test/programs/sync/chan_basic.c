// Channels hand over values in order, with and without a buffer, of any size; closing ends the receivers' loops.
// want stdout: unbuffered 4950
// want stdout: buffered 10 of 10, then 45, drained
// want stdout: big 300 bytes ok
// want stdout: empty values 5
// want stdout: nil 0 0 0 0
#include <gort/gort.h>
#include <stdio.h>
#include <string.h>

struct job {
  gort_chan *in, *out;
};

static void adder(void* arg) {
  struct job* j = arg;
  int v;
  long sum = 0;
  while (gort_chan_recv(j->in, &v)) sum += v;
  gort_chan_send(j->out, &sum);
}

struct big {
  unsigned char b[300];
};
static void sends_big(void* arg) {
  struct big x;
  for (int i = 0; i < 300; i++) x.b[i] = (unsigned char)i;
  gort_chan_send(arg, &x);
}
static void sends_nothing(void* arg) {
  for (int i = 0; i < 5; i++) gort_chan_send(arg, NULL);
  gort_chan_close(arg);
}

int main(void) {
  struct job j = {gort_chan_make(sizeof(int), 0), gort_chan_make(sizeof(long), 0)};
  gort_go(adder, &j);
  for (int i = 0; i < 100; i++) gort_chan_send(j.in, &i);
  gort_chan_close(j.in);
  long sum;
  gort_chan_recv(j.out, &sum);
  printf("unbuffered %ld\n", sum);

  gort_chan* b = gort_chan_make(8, 10);
  for (long i = 0; gort_chan_try_send(b, &i); i++) {
  }
  printf("buffered %ld of %ld", (long)gort_chan_len(b), (long)gort_chan_cap(b));
  gort_chan_close(b);
  long v;
  sum = 0;
  while (gort_chan_recv(b, &v)) sum += v;
  bool ok = true;
  v = 7;
  bool selected = gort_chan_try_recv(b, &v, &ok);
  printf(", then %ld, %s\n", sum, selected && !ok && v == 0 ? "drained" : "wrong");

  for (int cap = 0; cap < 2; cap++) {
    gort_chan* big = gort_chan_make(sizeof(struct big), cap);
    gort_go(sends_big, big);
    struct big x;
    memset(&x, 0, sizeof x);
    gort_chan_recv(big, &x);
    for (int i = 0; i < 300; i++)
      if (x.b[i] != (unsigned char)i) printf("byte %d is %d\n", i, x.b[i]);
  }
  puts("big 300 bytes ok");

  gort_chan* empty = gort_chan_make(0, 2);
  gort_go(sends_nothing, empty);
  int n = 0;
  while (gort_chan_recv(empty, NULL)) n++;
  printf("empty values %d\n", n);

  printf("nil %d %d %ld %ld\n", gort_chan_try_send(NULL, &v), gort_chan_try_recv(NULL, &v, &ok),
         (long)gort_chan_len(NULL), (long)gort_chan_cap(NULL));
}
