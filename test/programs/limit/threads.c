// A thousand goroutines locked to threads of their own, all in a blocking call at once.
// want stdout: 1000 at once
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum { N = 1000 };
static _Atomic int inside, done;
static int gate[2];

static void blocks(void* arg) {
  gort_lock_thread();
  char c;
  inside++;
  if (read(gate[0], &c, 1) == 1) done++;
}

int main(void) {
  if (pipe(gate)) return 1;
  for (int i = 0; i < N; i++) gort_go(blocks, 0);
  while (inside < N) gort_yield();
  printf("%d at once\n", inside);
  for (int i = 0; i < N; i++)
    if (write(gate[1], "x", 1) != 1) return 1;
  while (done < N) gort_yield();
}
