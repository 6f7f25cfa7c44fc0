// Many goroutines send, receive, select both ways and close, on channels with and without a buffer: every value arrives
// exactly once.
// want stdout: 8 rounds, nothing lost, nothing twice
#include <gort/gort.h>
#include <stdio.h>
#include <string.h>

enum { SENDERS = 6, RECEIVERS = 5, EACH = 300, VALUES = SENDERS * EACH };
struct round {
  gort_chan *a, *b, *sent, *received;
};
struct sender {
  struct round* r;
  int id;
};

static void sends(void* arg) {
  struct sender* s = arg;
  for (int i = 0; i < EACH; i++) {
    long v = s->id * EACH + i;
    gort_case both[] = {GORT_SEND(s->r->a, &v), GORT_SEND(s->r->b, &v)};
    switch ((s->id + i) % 4) {
      case 0:
        gort_chan_send(s->r->a, &v);
        break;
      case 1:
        gort_chan_send(s->r->b, &v);
        break;
      case 2:
        gort_select(both, 2, true);
        break;
      default:
        while (gort_select(both, 2, false) < 0) gort_yield();
    }
  }
  gort_chan_send(s->r->sent, 0);
}

static void receives(void* arg) {
  struct round* r = arg;
  long v, w;
  gort_case both[] = {GORT_RECV(r->a, &v), GORT_RECV(r->b, &w)};
  while (both[0].chan || both[1].chan) {
    int64_t i = gort_select(both, 2, true);
    if (!both[i].ok) {
      both[i].chan = 0;
      continue;
    }
    gort_chan_send(r->received, i ? &w : &v);
  }
  v = -1;
  gort_chan_send(r->received, &v);
}

int main(void) {
  static struct sender senders[SENDERS];
  static char seen[VALUES];
  for (int n = 0; n < 8; n++) {
    struct round r = {gort_chan_make(sizeof(long), n % 3), gort_chan_make(sizeof(long), n & 1 ? 0 : 7),
                      gort_chan_make(0, 0), gort_chan_make(sizeof(long), n)};
    memset(seen, 0, sizeof seen);
    for (int i = 0; i < SENDERS; i++) senders[i] = (struct sender){&r, i}, gort_go(sends, &senders[i]);
    for (int i = 0; i < RECEIVERS; i++) gort_go(receives, &r);
    int sent = 0, ended = 0, values = 0;
    long v;
    gort_case all[] = {GORT_RECV(r.sent, 0), GORT_RECV(r.received, &v)};
    while (ended < RECEIVERS) {
      if (gort_select(all, 2, true) == 0) {
        if (++sent == SENDERS) gort_chan_close(r.a), gort_chan_close(r.b);
      } else if (v < 0)
        ended++;
      else
        values++, seen[v]++;
    }
    if (values != VALUES) printf("round %d: %d values\n", n, values);
    for (int i = 0; i < VALUES; i++)
      if (seen[i] != 1) printf("round %d: %d came %d times\n", n, i, seen[i]);
  }
  puts("8 rounds, nothing lost, nothing twice");
}
