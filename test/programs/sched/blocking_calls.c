// Foreign calls that block do not hold up others: at any GOMAXPROCS twenty goroutines sit in read(2) at the same time while main
// goes on, and only main's writes let them go.
// want stdout: 20 at once, main ran on, 20 done
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum { N = 20 };
static _Atomic int inside, done;
static int gate[2];

static void blocks(void* arg) {
  char c;
  inside++;
  if (read(gate[0], &c, 1) == 1) done++;
}

int main(void) {
  if (pipe(gate)) return 1;
  for (int i = 0; i < N; i++) gort_go(blocks, 0);
  while (inside < N) gort_yield();
  for (int i = 0; i < 1000; i++) gort_yield();
  printf("%d at once, main ran on, ", inside);
  for (int i = 0; i < N; i++)
    if (write(gate[1], "x", 1) != 1) return 1;
  while (done < N) gort_yield();
  printf("%d done\n", done);
}
