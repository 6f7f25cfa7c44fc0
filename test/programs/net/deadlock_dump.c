// Goroutines that wait for the network are no deadlock: something may come. A dump names what they wait for.
// run: GOTRACEBACK=all
// want stderr~: ^fatal error: enough$
// want stderr~: ^goroutine 1 \[running\]:$
// want stderr~: ^goroutine \d+ \[IO wait\]:$
// want exit: 2
#include <gort/gort.h>
#include <unistd.h>

static void reads(void* arg) {
  char c;
  gort_read(*(gort_fd*)arg, &c, 1);
}

int main(void) {
  int p[2];
  if (pipe(p)) return 1;
  static gort_fd r;
  r = gort_fd_open(p[0]);
  gort_go(reads, &r);
  gort_sleep(20000000);
  gort_throw("enough");
}
