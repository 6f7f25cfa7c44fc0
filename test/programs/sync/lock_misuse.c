// What locks say when they are misused; the texts and kinds of failure are Go's.
// run: -- unlock
// want stderr~: \Afatal error: sync: unlock of unlocked mutex\n\ngoroutine 1 \[running\]:\nmain\(...\)\n
// want exit: 2
// run: -- rwunlock
// want stderr~: \Afatal error: sync: Unlock of unlocked RWMutex\n\ngoroutine 1 \[running\]:\nmain\(...\)\n
// want exit: 2
// run: -- runlock
// want stderr~: \Afatal error: sync: RUnlock of unlocked RWMutex\n\ngoroutine 1 \[running\]:\nmain\(...\)\n
// want exit: 2
// run: -- negative
// want stderr~: \Apanic: sync: negative WaitGroup counter\n\ngoroutine 1 \[running\]:\nmain\(...\)\n
// want exit: 2
// run: -- once
// want stdout: the call panicked, and is not made again
#include <gort/gort.h>
#include <stdio.h>
#include <string.h>

static gort_once once;
static void fails(void* arg) {
  puts("the call panicked, and is not made again");
  fflush(stdout);
  gort_panic("once");
}
static void recovers(void* arg) { gort_recover(); }
static void tries(void) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  gort_defer(&frame, recovers, 0);
  gort_once_do(&once, fails, 0);
}

int main(int argc, char** argv) {
  gort_mutex m = {0};
  gort_rwmutex rw = {0};
  gort_waitgroup wg = {0};
  if (!strcmp(argv[1], "unlock")) gort_mutex_unlock(&m);
  if (!strcmp(argv[1], "rwunlock")) gort_rwmutex_unlock(&rw);
  if (!strcmp(argv[1], "runlock")) gort_rwmutex_runlock(&rw);
  if (!strcmp(argv[1], "negative")) gort_waitgroup_done(&wg);
  tries();
  tries();
}
