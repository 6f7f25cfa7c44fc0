// A thread in an odd state, its name, and goroutines that need more threads (BOOT row 16).
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

// How many threads carry the name that the one in an odd state was given: a thread takes it over from its maker.
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

// Names this thread "odd", and waits until N goroutines block, each on a thread of its own.
static void block_many(void) {
  prctl(PR_SET_NAME, "odd");
  for (int i = 0; i < N; i++) gort_go(blocks, 0);
  while (inside < N) gort_yield();
  printf("%d thread is odd, %d blocked at once\n", odd_threads(), inside);
}
