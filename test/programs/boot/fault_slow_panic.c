// main returns while another goroutine is about to print a fatal error: main parks, and no exit handler runs (BOOT row
// 25). The injected fault is a pause between the moment when the error counts and the one when it stops everybody.
// native: no (the runtime's messages)
// procs: 2 8
// run: GODEBUG=fault=5
// want stderr~: \Afatal error: last words\n\ngoroutine
// want exit: 2
#include <gort/gort.h>
#include <stdio.h>
#include <stdlib.h>

static _Atomic int begun;
static void handler(void) {
  puts("an exit handler ran");
  fflush(stdout);
}
static void throws(void* arg) {
  begun = 1;
  gort_throw("last words");
}

int main(void) {
  atexit(handler);
  gort_go(throws, NULL);
  while (!begun) gort_yield();
  for (int64_t end = gort_nanotime() + 50000000; gort_nanotime() < end;) gort_yield();
  return 0;
}
