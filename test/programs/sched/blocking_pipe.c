// Goroutines wait for one another in read(2) on pipes, at any GOMAXPROCS: a P is taken from a thread that sits in a call.
// want stdout: 50 goroutines passed 1000 bytes each
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

enum { N = 50 };
static int pipes[N + 1][2];
static _Atomic int done;

static void passes(void* arg) {
  intptr_t i = (intptr_t)arg;
  for (int k = 0; k < 20; k++) {
    char buffer[50];
    for (int have = 0; have < 50;) {
      int n = (int)read(pipes[i][0], buffer + have, 50 - have);
      if (n <= 0) return;
      have += n;
    }
    if (write(pipes[i + 1][1], buffer, 50) != 50) return;
  }
  done++;
}

int main(void) {
  for (int i = 0; i <= N; i++)
    if (pipe(pipes[i])) return 1;
  for (intptr_t i = N - 1; i >= 0; i--) gort_go(passes, (void*)i);
  char buffer[1000] = {0};
  if (write(pipes[0][1], buffer, 1000) != 1000) return 1;
  int got = 0;
  while (got < 1000) got += (int)read(pipes[N][0], buffer, sizeof buffer);
  while (done < N) gort_yield();
  printf("%d goroutines passed %d bytes each\n", done, got);
}
