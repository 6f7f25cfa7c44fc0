// One goroutine selects over four channels that four others feed; then a select with default.
#include <gort/gort.h>

#include "bench.h"

enum { EACH = 1000000, DEFAULTS = 50000000 };

static void feeds(void* c) {
  for (long i = 0; i < EACH; i++) gort_chan_send(c, &i);
}

int main(void) {
  gort_case cases[4];
  long v[4], sum = 0;
  for (int i = 0; i < 4; i++) {
    cases[i] = (gort_case)GORT_RECV(gort_chan_make(sizeof(long), 16), &v[i]);
    gort_go(feeds, cases[i].chan);
  }
  int64_t t = now_ns();
  for (int i = 0; i < 4 * EACH; i++) sum += v[gort_select(cases, 4, true)];
  report("select4", (double)(now_ns() - t) / (4 * EACH), "ns/select");
  if (sum != 4 * ((long)EACH * (EACH - 1) / 2)) return 1;

  gort_chan* empty = gort_chan_make(sizeof(long), 0);
  t = now_ns();
  int n = 0;
  for (int i = 0; i < DEFAULTS; i++) n += gort_chan_try_recv(empty, &v[0], 0) ? -1 : 1;
  report("select_default", (double)(now_ns() - t) * 1000 / DEFAULTS, "ps/select");
  return n != DEFAULTS;
}
