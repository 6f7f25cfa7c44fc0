// malloc from many goroutines at once, freed by others; realloc, aligned_alloc, calloc.
// want stdout: 16 goroutines, 0 wrong
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned char* _Atomic mailbox[64];
static _Atomic int wrong, done;

static void allocates(void* arg) {
  unsigned x = (unsigned)(intptr_t)arg + 1;
  for (int i = 0; i < 3000; i++) {
    x = x * 1664525 + 1013904223;
    size_t size = 16 + (x >> 8) % (i % 100 ? 500 : 200000);
    unsigned char* p = i % 3 ? malloc(size) : i % 2 ? calloc(1, size) : aligned_alloc(64, (size + 63) / 64 * 64);
    p = realloc(p, size + 100);
    memset(p, (int)(size % 251), size);
    memcpy(p, &size, sizeof size);
    p = atomic_exchange(&mailbox[(x >> 20) % 64], p);
    if (p) {
      memcpy(&size, p, sizeof size);
      if (p[size - 1] != size % 251) wrong++;
      free(p);
    }
    if (i % 50 == 0) gort_yield();
  }
  done++;
}

int main(void) {
  for (intptr_t i = 0; i < 16; i++) gort_go(allocates, (void*)i);
  while (done < 16) gort_yield();
  printf("16 goroutines, %d wrong\n", wrong);
}
