// Timers that send on channels: time-outs of selects, tickers, and no stale value after a stop or a reset, whether the timer had
// gone off or not (Go 1.23).
// want stdout: received, due at its time 1
// want stdout: select timed out
// want stdout: select had a value
// want stdout: a stop that came too late takes the value back: 1, empty 1
// want stdout: a reset does too: 1, empty 1, then at its time 1
// want stdout: a value waits in it, len 0, cap 0
// want stdout: ticks 4 in order, missed ones dropped 1
#include <gort/gort.h>
#include <stdio.h>

enum { MS = 1000000 };

static void sends(void* arg) {
  int64_t v = 7;
  gort_sleep(2 * MS);
  gort_chan_send(arg, &v);
}

static int empty(gort_timer* t) {
  bool ok;
  int64_t v;
  return !gort_chan_try_recv(gort_timer_channel(t), &v, &ok);
}

int main(void) {
  int64_t start = gort_nanotime(), due, v;
  gort_chan_recv(gort_after(10 * MS), &due);
  printf("received, due at its time %d\n", due >= start + 10 * MS && due <= gort_nanotime());

  gort_chan* never = gort_chan_make(8, 0);
  gort_case cases[] = {{.chan = never, .elem = &v}, {.chan = gort_after(5 * MS), .elem = &due}};
  printf("select %s\n", gort_select(cases, 2, true) == 1 ? "timed out" : "had a value");
  gort_go(sends, never);
  cases[1].chan = gort_after(20000ll * MS);
  printf("select %s\n", gort_select(cases, 2, true) == 1 ? "timed out" : "had a value");

  gort_timer* t = gort_timer_chan(MS, 0);
  gort_sleep(20 * MS);
  int took = gort_timer_stop(t);
  printf("a stop that came too late takes the value back: %d, empty %d\n", took, empty(t));

  gort_timer_reset(t, MS, 0);
  gort_sleep(20 * MS);
  took = gort_timer_reset(t, 30 * MS, 0);
  start = gort_nanotime();
  int e = empty(t);
  gort_chan_recv(gort_timer_channel(t), &due);
  printf("a reset does too: %d, empty %d, then at its time %d\n", took, e, gort_nanotime() - start >= 28 * MS);

  gort_chan* c = gort_after(MS);
  gort_sleep(10 * MS);
  printf("a value waits in it, len %d, cap %d\n", (int)gort_chan_len(c), (int)gort_chan_cap(c));
  gort_chan_recv(c, &due);

  t = gort_timer_chan(2 * MS, 2 * MS);
  int64_t last = 0;
  int ticks = 0;
  for (; ticks < 4; ticks++) {
    gort_chan_recv(gort_timer_channel(t), &due);
    if (due <= last) break;
    last = due;
  }
  gort_sleep(30 * MS);
  gort_chan_recv(gort_timer_channel(t), &due);
  gort_timer_stop(t);
  printf("ticks %d in order, missed ones dropped %d\n", ticks, empty(t));
}
