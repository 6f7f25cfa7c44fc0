// fork in the midst of goroutines: the child has the goroutine that called, and no other. It computes, recurses, calls C and is
// called back, starts goroutines of its own, sleeps, parks, and ends; the parent goes on undisturbed.
// want stdout: 20 children of 4 goroutines, 0 wrong
// timeout: 60
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static _Atomic int wrong, done, stop, in_child;
static _Thread_local int mine;

__attribute__((noinline)) static int depth(int n) {
  volatile char frame[200];
  frame[n % 200] = (char)n;
  return n ? depth(n - 1) + frame[n % 200] - (char)n + 1 : 0;
}
static int compare(const void* a, const void* b) { return *(const int*)a - *(const int*)b; }
static void busy(void* arg) {
  while (!stop) {
    if (in_child) _exit(99);
    depth(100);
    gort_yield();
    free(malloc(100));
    if (arg) gort_sleep(100000);
  }
}
static void childs_own(void* arg) {
  depth(500);
  gort_sleep(1000000);
  gort_ready(arg);
}

static int child(void) {
  in_child = 1;
  if (mine != 7) return 2;
  if (depth(5000) != 5000) return 3;
  int a[] = {3, 1, 2};
  qsort(a, 3, sizeof a[0], compare);
  if (a[0] != 1) return 4;
  if (gort_numgoroutine() != 1) return 5;
  void* me = gort_self();
  for (int i = 0; i < 10; i++) {
    gort_go(childs_own, me);
    gort_park();
  }
  gort_sleep(1000000);
  char* p = malloc(1 << 20);
  memset(p, 1, 1 << 20);
  free(p);
  return 0;
}

static void forks(void* arg) {
  mine = 7;
  for (int i = 0; i < 5; i++) {
    pid_t pid = fork();
    if (!pid) _exit(child());
    int status;
    if (waitpid(pid, &status, 0) != pid || status) {
      fprintf(stderr, "child %d: status %x\n", i, status);
      wrong++;
    }
  }
  done++;
}

int main(void) {
  for (long i = 0; i < 20; i++) gort_go(busy, (void*)(i % 2));
  for (int i = 0; i < 4; i++) gort_go(forks, 0);
  while (done < 4) gort_sleep(1000000);
  stop = 1;
  printf("%d children of %d goroutines, %d wrong\n", 4 * 5, done, wrong);
}
