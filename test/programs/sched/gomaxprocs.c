// GOMAXPROCS is what the environment says, and can be changed while goroutines run; each of them still ends.
// native: no (the environment is the runtime's)
// run: GOMAXPROCS=3
// want stdout: started with 3
// want stdout: 1 2 7 1 4, 4 at the end
// want stdout: 1000 ended
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

static _Atomic int ended;
static void works(void* arg) {
  for (int i = 0; i < 20; i++) gort_yield();
  ended++;
}

int main(void) {
  printf("started with %d\n", (int)gort_gomaxprocs(0));
  static const int settings[] = {1, 2, 7, 1, 4};
  for (int i = 0; i < 5; i++) {
    for (int k = 0; k < 200; k++) gort_go(works, 0);
    gort_gomaxprocs(settings[i]);
    printf("%d%s", (int)gort_gomaxprocs(0), i < 4 ? " " : ", ");
    gort_yield();
  }
  printf("%d at the end\n", (int)gort_gomaxprocs(-1));
  while (ended < 1000) gort_yield();
  printf("%d ended\n", ended);
}
