// Foreign calls that block do not hold up others: on one P twenty goroutines are inside usleep at the same time while main
// goes on. The sum of their sleeps is 2 s; each ends after its own 100 ms.
// native: no (the shim has a thread for each anyway)
// want stdout: 20 at once, main ran on meanwhile 1
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum { N = 20 };
static _Atomic int inside, most, done;

static void blocks(void* arg) {
  int now = ++inside, seen = most;
  while (now > seen && !atomic_compare_exchange_weak(&most, &seen, now)) {
  }
  usleep(100000);
  inside--;
  done++;
}

int main(void) {
  for (int i = 0; i < N; i++) gort_go(blocks, 0);
  int turns = 0;
  while (done < N) {
    gort_yield();
    turns += inside > 0;
  }
  printf("%d at once, main ran on meanwhile %d\n", most, turns > 100);
}
