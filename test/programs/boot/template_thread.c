// A thread whose goroutine is locked to it may be in an odd state; threads are then not made from it but by the template
// thread (BOOT row 16). Here the odd state is the thread's name, which a new thread takes over from its maker.
// native: no (threads are made otherwise)
// want stdout: 1 thread is odd, 20 blocked at once
#define _GNU_SOURCE
#include <dirent.h>
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { N = 20 };
static _Atomic int inside;
static int gate[2];

static void blocks(void* arg) {
  char c;
  inside++;
  while (read(gate[0], &c, 1) != 1) {
  }
}

static int odd_threads(void) {
  int odd = 0;
  DIR* d = opendir("/proc/self/task");
  for (struct dirent* e; d && (e = readdir(d));) {
    if (e->d_name[0] == '.') continue;
    char path[300], name[32] = "";
    snprintf(path, sizeof path, "/proc/self/task/%s/comm", e->d_name);
    FILE* f = fopen(path, "r");
    if (!f) continue;
    if (fgets(name, sizeof name, f)) odd += !strcmp(name, "odd\n");
    fclose(f);
  }
  closedir(d);
  return odd;
}

int main(void) {
  if (pipe(gate)) return 1;
  gort_lock_thread();
  prctl(PR_SET_NAME, "odd");
  for (int i = 0; i < N; i++) gort_go(blocks, 0);
  while (inside < N) gort_yield();
  printf("%d thread is odd, %d blocked at once\n", odd_threads(), inside);
}
