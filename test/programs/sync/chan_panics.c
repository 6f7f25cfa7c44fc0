// What channels panic with; the texts are Go's.
// run: -- close-nil
// want stderr~: \Apanic: close of nil channel\n\ngoroutine 1 \[running\]:\nmain\(...\)\n
// want exit: 2
// run: -- close-closed
// want stderr~: \Apanic: close of closed channel\n\ngoroutine 1 \[running\]:\nmain\(...\)\n
// want exit: 2
// run: -- send-closed
// want stderr~: \Apanic: send on closed channel\n\ngoroutine 1 \[running\]:\nmain\(...\)\n
// want exit: 2
// run: -- try-send-closed
// want stderr~: \Apanic: send on closed channel\n\ngoroutine 1 \[running\]:\nmain\(...\)\n
// want exit: 2
// run: -- waiting-send-closed
// want stderr~: \Apanic: send on closed channel\n\ngoroutine \d+ \[running\]:\nsends\(...\)\n
// want exit: 2
// run: -- select-closed
// want stderr~: \Apanic: send on closed channel\n\ngoroutine 1 \[running\]:\nmain\(...\)\n
// want exit: 2
// run: -- waiting-select-closed
// want stderr~: \Apanic: send on closed channel\n\ngoroutine \d+ \[running\]:\nselects\(...\)\n
// want exit: 2
// run: -- negative
// want stderr~: \Apanic: makechan: size out of range\n\ngoroutine 1 \[running\]:\nmain\(...\)\n
// want exit: 2
// run: -- huge
// want stderr~: \Apanic: makechan: size out of range\n\ngoroutine 1 \[running\]:\nmain\(...\)\n
// want exit: 2
// run: -- overflow
// want stderr~: \Apanic: makechan: size out of range\n\ngoroutine 1 \[running\]:\nmain\(...\)\n
// want exit: 2
#include <gort/gort.h>
#include <stdint.h>
#include <string.h>

static int x;
static void sends(void* c) {
  gort_chan_send(c, &x);
  x++;
}
static void selects(void* c) {
  int y;
  gort_case cases[] = {GORT_RECV(c, &y), GORT_SEND(c, &x)};
  if (gort_select(cases, 2, true) == 0) gort_select(cases + 1, 1, true);
  x++;
}

int main(int argc, char** argv) {
  const char* what = argv[1];
  gort_chan* c = gort_chan_make(sizeof(int), 0);
  if (!strcmp(what, "close-nil")) gort_chan_close(0);
  if (!strcmp(what, "negative")) gort_chan_make(8, -1);
  if (!strcmp(what, "huge")) gort_chan_make(8, 1ll << 45);
  if (!strcmp(what, "overflow")) gort_chan_make(8, INT64_MAX);
  if (!strncmp(what, "waiting", 7)) {
    gort_go(strstr(what, "select") ? selects : sends, c);
    gort_sleep(2000000);
  }
  gort_chan_close(c);
  gort_sleep(1000000000ll * (!strncmp(what, "waiting", 7)));
  if (!strcmp(what, "close-closed")) gort_chan_close(c);
  if (!strcmp(what, "send-closed")) gort_chan_send(c, &x);
  if (!strcmp(what, "try-send-closed")) gort_chan_try_send(c, &x);
  gort_case cases[] = {GORT_SEND(c, &x), GORT_RECV(0, 0)};
  if (!strcmp(what, "select-closed")) gort_select(cases, 2, true);
}
