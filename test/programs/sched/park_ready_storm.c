// Park and ready race each other without a wake-up lost: pairs of goroutines take turns 20,000 times.
// want stdout: 8 pairs, 160000 turns
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

enum { PAIRS = 8, TURNS = 20000 };
static struct pair {
  gort_g* _Atomic g[2];
  _Atomic int turn;
} pairs[PAIRS];
static _Atomic int done;

static void play(struct pair* p, int me) {
  p->g[me] = gort_self();
  while (!p->g[!me]) gort_yield();
  for (int i = 0; i < TURNS / 2; i++) {
    while (p->turn % 2 != me) gort_park();
    p->turn++;
    gort_ready(p->g[!me]);
  }
  done++;
}
static void ping(void* arg) { play(arg, 0); }
static void pong(void* arg) { play(arg, 1); }

int main(void) {
  for (int i = 0; i < PAIRS; i++) {
    gort_go(ping, &pairs[i]);
    gort_go(pong, &pairs[i]);
  }
  while (done < 2 * PAIRS) gort_sleep(1000000);
  int turns = 0;
  for (int i = 0; i < PAIRS; i++) turns += pairs[i].turn;
  printf("%d pairs, %d turns\n", PAIRS, turns);
}
