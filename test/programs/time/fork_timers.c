// The child of a fork has none of its parent's timers, whoever set them, and may use them again; the parent's go on.
// want stdout: child: stopped 0, ran 1, slept
// want stdout: parent: ran 1
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MS = 1000000 };
static _Atomic int ran;
static void runs(void* arg) { ran++; }

int main(void) {
  gort_timer* old = gort_timer_func(100 * MS, 0, runs, 0);
  fflush(stdout);
  pid_t pid = fork();
  if (pid == 0) {
    int stopped = gort_timer_stop(old);
    gort_timer_reset(old, 5 * MS, 0);
    while (!ran) gort_sleep(MS);
    gort_sleep(150 * MS);
    printf("child: stopped %d, ran %d, slept\n", stopped, ran);
    fflush(stdout);
    _exit(0);
  }
  int status;
  waitpid(pid, &status, 0);
  while (!ran) gort_sleep(MS);
  gort_sleep(10 * MS);
  printf("parent: ran %d\n", ran);
}
