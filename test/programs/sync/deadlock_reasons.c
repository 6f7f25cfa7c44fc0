// When nobody can go on the dump says what each goroutine waits for, in Go's words.
// want stderr~: \Afatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[chan receive\]:\nmain\(...\)\n
// want stderr~: ^goroutine \d+ \[chan send\]:\nsends\(...\)\n
// want stderr~: ^goroutine \d+ \[chan receive \(nil chan\)\]:\nreceives_nil\(...\)\n
// want stderr~: ^goroutine \d+ \[chan send \(nil chan\)\]:\nsends_nil\(...\)\n
// want stderr~: ^goroutine \d+ \[select\]:\nselects\(...\)\n
// want stderr~: ^goroutine \d+ \[select \(no cases\)\]:\nselects_nothing\(...\)\n
// want stderr~: ^goroutine \d+ \[select\]:\nselects_nil\(...\)\n
// want exit: 2
#include <gort/gort.h>

static void sends(void* c) {
  gort_chan_send(c, 0);
  gort_yield();
}
static void receives_nil(void* arg) {
  gort_chan_recv(0, 0);
  gort_yield();
}
static void sends_nil(void* arg) {
  gort_chan_send(0, 0);
  gort_yield();
}
static void selects(void* c) {
  gort_case cases[] = {GORT_SEND(c, 0), GORT_RECV(gort_chan_make(0, 0), 0)};
  gort_select(cases, 2, true);
}
static void selects_nothing(void* arg) {
  gort_select(0, 0, true);
  gort_yield();
}
static void selects_nil(void* arg) {
  gort_case cases[] = {GORT_SEND(0, 0), GORT_RECV(0, 0)};
  gort_select(cases, 2, true);
}

int main(void) {
  gort_go(sends, gort_chan_make(0, 0));
  gort_go(receives_nil, 0);
  gort_go(sends_nil, 0);
  gort_go(selects, gort_chan_make(0, 0));
  gort_go(selects_nothing, 0);
  gort_go(selects_nil, 0);
  gort_chan_recv(gort_chan_make(0, 0), 0);
}
