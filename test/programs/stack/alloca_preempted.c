// A dynamic alloca that does not fit finds that out although preemption has been asked for since the prologue.
// native: no (needs the big stack)
// run: GODEBUG=asyncpreemptoff=1
// want stdout: 3145728 bytes, 10 times
#include <alloca.h>
#include <gort/gort.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static volatile int sink;

__attribute__((noinline)) static int64_t fills(size_t n, int turns) {
  for (int i = 0; i < turns; i++) sink++;  // some 30 ms without a call: sysmon poisons the limit
  char* p = alloca(n);
  memset(p, 1, n);
  int64_t sum = 0;
  for (size_t i = 0; i < n; i++) sum += p[i];
  return sum;
}
static void goes_on(void* c) {
  for (int i = 0; i < 10; i++)
    if (fills(3 << 20, 20000000) != 3 << 20) printf("wrong sum in turn %d\n", i);
  gort_chan_send(c, 0);
}

int main(void) {
  gort_chan* c = gort_chan_make(0, 0);
  gort_go(goes_on, c);
  gort_chan_recv(c, 0);
  printf("%d bytes, 10 times\n", 3 << 20);
}
