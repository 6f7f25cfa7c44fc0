// GODEBUG=deadlock=explain: who waits for whom, on what, where that was made or taken, and the cycle.
// cflags: -g
// run: GODEBUG=deadlock=explain -- locks
// want stderr~: \Afatal error: all goroutines are asleep - deadlock!\n\ngoroutine 1 \[sync.WaitGroup.Wait\]:
// want stderr~: \n\nwho waits for whom:\ngoroutine 1 waits for wait group 1\n
// want stderr~: ^goroutine 2 waits to lock mutex 2\n
// want stderr~: ^goroutine 3 waits to lock mutex 3\n
// want stderr~: ^wait group 1 at 0x[0-9a-f]+\nmutex 2 at 0x[0-9a-f]+: locked by goroutine 3 in second \(.*/deadlock_explain.c:40\)\n
// want stderr~: ^mutex 3 at 0x[0-9a-f]+: locked by goroutine 2 in first \(.*/deadlock_explain.c:34\)\n
// want stderr~: ^cycle: goroutine 2, mutex 2, goroutine 3, mutex 3, goroutine 2\n\Z
// want exit: 2
// run: GODEBUG=deadlock=explain -- channels
// want stderr~: \n\nwho waits for whom:\ngoroutine 1 waits to receive from channel 1\n
// want stderr~: ^goroutine 2 waits to receive from channel 2\n
// want stderr~: ^goroutine 3 waits to send to channel 3\n
// want stderr~: ^channel 1: unbuffered, made by main \(.*:68\), sent to last by goroutine 2, received from last by goroutine 1\n
// want stderr~: ^channel 2: 0 of 1 values in the buffer, made by main \(.*:68\), sent to last by goroutine 1, received from last by goroutine 2\n
// want stderr~: ^channel 3: 1 of 1 values in the buffer, made by fills \(.*:53\), sent to last by goroutine 3, never received from\n
// want stderr~: ^cycle: goroutine 1, channel 1, goroutine 2, channel 2, goroutine 1\n\Z
// want exit: 2
// run: GODEBUG=deadlock=explain -- nil
// want stderr~: \n\nwho waits for whom:\ngoroutine 1 waits for nothing that can happen: chan receive \(nil chan\)\n\Z
// want exit: 2
#include <gort/gort.h>
#include <string.h>

static gort_mutex a, b;
static gort_waitgroup wg;
static gort_chan *here, *there, *ready;
static volatile int x;
static int one = 1;

static void first(void* arg) {
  gort_mutex_lock(&a);
  gort_chan_recv(ready, 0);
  gort_mutex_lock(&b);
  x++;
}
static void second(void* arg) {
  gort_mutex_lock(&b);
  gort_chan_send(ready, 0);
  gort_mutex_lock(&a);
  x++;
}
static void answers(void* arg) {
  int v;
  gort_chan_recv(there, &v);
  gort_chan_send(here, &v);
  gort_chan_recv(there, &v);
  x++;
}
static void fills(void* arg) {
  gort_chan* full = gort_chan_make(sizeof(int), 1);
  gort_chan_send(full, &one);
  gort_chan_send(full, &one);
  x++;
}

static void forever(void) {
  int v;
  gort_chan_send(there, &one);
  gort_chan_recv(here, &v);
  gort_chan_recv(here, &v);
}

int main(int argc, char** argv) {
  if (!strcmp(argv[1], "nil")) gort_chan_recv(0, 0);
  here = gort_chan_make(sizeof(int), 0), there = gort_chan_make(sizeof(int), 1), ready = gort_chan_make(0, 0);
  if (!strcmp(argv[1], "channels")) {
    gort_go(answers, 0);
    gort_go(fills, 0);
    forever();
  }
  gort_waitgroup_add(&wg, 2);
  gort_go(first, 0);
  gort_go(second, 0);
  gort_waitgroup_wait(&wg);
  x++;
}
