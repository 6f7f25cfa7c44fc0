// After a deep excursion the memory of the stack is given back: a hundred goroutines that each went 8 MB deep and now sleep
// do not hold 800 MB.
// native: no (needs the runtime's stacks)
// stress: none (memory)
// want stdout: at most 200 MB 1
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

static _Atomic int deep, stop;

__attribute__((noinline)) static int down(int n) {
  volatile char frame[1000];
  frame[n % 1000] = 1;
  return n ? down(n - 1) + frame[n % 1000] : 0;
}
static void dives(void* arg) {
  down(8000);
  deep++;
  while (!stop) gort_sleep(10000000);
}
static long resident(void) {
  long total, pages = 0;
  FILE* f = fopen("/proc/self/statm", "r");
  if (!f || fscanf(f, "%ld %ld", &total, &pages) != 2) return -1;
  fclose(f);
  return pages * sysconf(_SC_PAGESIZE) >> 20;
}

int main(void) {
  for (int i = 0; i < 100; i++) {
    gort_go(dives, 0);
    while (deep <= i) gort_yield();
  }
  int64_t until = gort_nanotime() + 10000000000;
  while (resident() > 200 && gort_nanotime() < until) gort_sleep(50000000);
  long mb = resident();
  stop = 1;
  printf("at most 200 MB %d\n", mb <= 200);
  if (mb > 200) printf("%ld MB\n", mb);
}
