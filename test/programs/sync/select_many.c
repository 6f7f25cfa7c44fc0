// A select of 65,536 cases, on few channels and on many, sorts and locks them all, and leaves every queue again.
// want stdout: default -1
// want stdout: received from its channel
// want stdout: received 2 from its channel
#include <gort/gort.h>
#include <stdio.h>

enum { N = 65536, CHANNELS = 2000 };
static gort_chan* c[CHANNELS];
static gort_case cases[N];

static void sends(void* arg) {
  for (int k = 0; k < 3; k++) gort_yield();
  gort_chan_send(c[1234], arg);
}

int main(void) {
  static int v[N], x = 1, y = 2;
  for (int i = 0; i < CHANNELS; i++) c[i] = gort_chan_make(sizeof(int), 0);
  for (int i = 0; i < N; i++) cases[i] = (gort_case)GORT_RECV(c[(i * 7919) % CHANNELS], &v[i]);
  printf("default %ld\n", (long)gort_select(cases, N, false));
  gort_go(sends, &x);
  long i = gort_select(cases, N, true);
  if (cases[i].chan == c[1234] && v[i] == 1) puts("received from its channel");
  for (int k = 0; k < CHANNELS; k++)
    if (gort_chan_try_send(c[k], &y)) printf("channel %d still has a receiver\n", k);
  gort_go(sends, &y);
  i = gort_select(cases, N, true);
  if (cases[i].chan == c[1234] && v[i] == 2) puts("received 2 from its channel");
}
