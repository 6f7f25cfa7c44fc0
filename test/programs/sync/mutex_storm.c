// Mutexes under every kind of wait: short and long holds, sleeps and yields inside, tries, starvation, and long calm after it.
// Nobody is ever inside together with another, and nobody is forgotten.
// want stdout: 12 goroutines, 4 mutexes, nothing lost
#include <gort/gort.h>
#include <stdio.h>

enum { WORKERS = 12, MUTEXES = 4, TURNS = 400 };
static struct {
  gort_mutex mu;
  long count;
  int inside;
} m[MUTEXES];
static gort_waitgroup wg;
static _Atomic long taken[MUTEXES];
static _Atomic int together;

static void works(void* arg) {
  unsigned r = (unsigned)(long)arg * 2654435761u;
  for (int i = 0; i < TURNS; i++) {
    r = r * 1664525u + 1013904223u;
    int k = (int)(r >> 30);
    if ((r >> 8) % 5 == 0) {
      if (!gort_mutex_try_lock(&m[k].mu)) continue;
    } else
      gort_mutex_lock(&m[k].mu);
    if (m[k].inside++) together = 1;
    m[k].count++;
    switch ((r >> 16) % 64) {
      case 0:
        gort_sleep(50000);
        break;
      case 1:
        gort_yield();
        break;
      case 2:
        for (volatile int spin = 0; spin < 20000; spin++) {
        }
        break;
      default:
        break;
    }
    m[k].inside--;
    taken[k]++;
    gort_mutex_unlock(&m[k].mu);
  }
  gort_waitgroup_done(&wg);
}

int main(void) {
  for (int round = 0; round < 2; round++) {
    gort_waitgroup_add(&wg, WORKERS);
    for (long i = 0; i < WORKERS; i++) gort_go(works, (void*)(i + 1));
    gort_waitgroup_wait(&wg);
    // Calm: more unlocks than the mutex remembers waiters for.
    for (int k = 0; k < MUTEXES; k++)
      for (int i = 0; i < 3000; i++) {
        gort_mutex_lock(&m[k].mu);
        m[k].count++;
        taken[k]++;
        gort_mutex_unlock(&m[k].mu);
      }
    for (int k = 0; k < MUTEXES; k++)
      if (m[k].mu.held || m[k].mu.flags) printf("mutex %d is left as %u %x\n", k, m[k].mu.held, m[k].mu.flags);
  }
  for (int k = 0; k < MUTEXES; k++)
    if (m[k].count != taken[k]) printf("mutex %d: %ld of %ld\n", k, m[k].count, taken[k]);
  if (together) puts("two were inside together");
  puts("12 goroutines, 4 mutexes, nothing lost");
}
