// In a program with cgo's hooks the template thread is there before init functions run (BOOT row 16): goroutine 1, wired to the
// first thread and in an odd state, needs more threads, and none of them is made from its own.
// native: no (the runtime's hooks)
// procs: 2 8
// want stdout: 1 thread is odd, 20 blocked at once
// want stdout: main
#define _GNU_SOURCE
#include <dirent.h>
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

void _cgo_thread_start(void* arg) {}
void _cgo_setenv(void* arg) {}
void _cgo_unsetenv(void* arg) {}
void _cgo_notify_runtime_init_done(void* arg) {}

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

static void init(void) {
  if (pipe(gate)) return;
  prctl(PR_SET_NAME, "odd");
  for (int i = 0; i < N; i++) gort_go(blocks, 0);
  while (inside < N) gort_yield();
  printf("%d thread is odd, %d blocked at once\n", odd_threads(), inside);
}
GORT_INIT_TASK(main, GORT_DEPS(), GORT_FNS(init));

int main(void) { puts("main"); }
