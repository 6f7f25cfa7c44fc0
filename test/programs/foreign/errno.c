// errno belongs to the goroutine: it survives yields and moves between threads, whatever others do meanwhile.
// want stdout: 20 goroutines, 0 wrong
#include <errno.h>
#include <fcntl.h>
#include <gort/gort.h>
#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static _Atomic int wrong, done;

static void fails(void* arg) {
  for (int i = 0; i < 200; i++) {
    int want;
    switch (((int)(intptr_t)arg + i) % 4) {
      case 0:
        close(-1), want = EBADF;
        break;
      case 1:
        (void)!open("/no/such/file", O_RDONLY), want = ENOENT;
        break;
      case 2:
        strtol("99999999999999999999999", 0, 10), want = ERANGE;
        break;
      default:
        errno = want = 1000 + (int)(intptr_t)arg;
        break;
    }
    gort_yield();
    if (errno != want) wrong++;
    int* here = &errno;
    gort_yield();
    if (*here != want) wrong++;
    errno = 0;
    gort_yield();
    if (errno) wrong++;
  }
  done++;
}

int main(void) {
  for (intptr_t i = 0; i < 20; i++) gort_go(fails, (void*)i);
  while (done < 20) gort_yield();
  printf("20 goroutines, %d wrong\n", wrong);
}
