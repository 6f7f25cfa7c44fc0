// Lines of many goroutines do not mix, though each is printed in several pieces: what lies between printlock and
// printunlock comes out at once. The pipe's reader checks every line.
// want stdout: 3200 lines, 0 torn
#include <gort/gort.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void runtime_printlock(void);
void runtime_printunlock(void);
void runtime_printint(int64_t);
void runtime_printsp(void);
void runtime_printnl(void);
void runtime_printstring(const char*, int64_t);

static _Atomic int left = 32;

static void printer(void* arg) {
  int64_t me = (int64_t)arg;
  for (int i = 0; i < 100; i++) {
    runtime_printlock();
    for (int k = 0; k < 5; k++) {
      runtime_printint(me);
      runtime_printsp();
      if (i % 10 == k) gort_yield();
    }
    runtime_printstring("end", 3);
    runtime_printnl();
    runtime_printunlock();
  }
  left--;
}

int main(void) {
  int fds[2], err = dup(2);
  if (pipe(fds) || dup2(fds[1], 2) < 0) return 1;
  for (int64_t i = 0; i < 32; i++) gort_go(printer, (void*)i);
  FILE* f = fdopen(fds[0], "r");
  char line[200], want[200];
  int lines = 0, torn = 0;
  while (lines < 3200 && fgets(line, sizeof line, f)) {
    int n = atoi(line);
    snprintf(want, sizeof want, "%d %d %d %d %d end\n", n, n, n, n, n);
    torn += strcmp(line, want) != 0;
    lines++;
  }
  dup2(err, 2);
  printf("%d lines, %d torn\n", lines, torn);
  return 0;
}
