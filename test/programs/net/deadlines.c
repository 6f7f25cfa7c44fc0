// Deadlines: of a read and of a write, together and apart, moved while somebody waits, passed before the operation begins, and
// taken away again.
// want stdout: read timed out 1 after its time 1
// want stdout: still over 1, new deadline, 5 bytes
// want stdout: already passed 1, not for the other end 1
// want stdout: moved while waiting 1
// want stdout: write timed out 1
// want stdout: both timed out 1 1
// want stdout: no deadline, 5 bytes
#include <errno.h>
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

enum { MS = 1000000 };
static gort_fd a, b;
static char buffer[1 << 20];
static _Atomic int done, write_timed_out;

static void writes_later(void* arg) {
  gort_sleep((int64_t)(intptr_t)arg * MS);
  gort_write(b, "hello", 5);
}
static void cuts_short(void* arg) {
  gort_sleep(5 * MS);
  gort_set_deadline(a, 5 * MS, GORT_READ);
}
static void fills(void* arg) {
  while (gort_write(a, buffer, sizeof buffer) > 0) {
  }
  write_timed_out = errno == ETIMEDOUT;
  done++;
}
static int timed_out(int64_t r) { return r == -1 && errno == ETIMEDOUT; }

int main(void) {
  int pair[2];
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  a = gort_fd_open(pair[0]), b = gort_fd_open(pair[1]);

  int64_t start = gort_nanotime();
  gort_set_deadline(a, 20 * MS, GORT_READ);
  int over = timed_out(gort_read(a, buffer, 10));
  printf("read timed out %d after its time %d\n", over, gort_nanotime() - start >= 20 * MS);

  over = timed_out(gort_read(a, buffer, 10));
  gort_set_deadline(a, 20000ll * MS, GORT_READ);
  gort_go(writes_later, (void*)2);
  printf("still over %d, new deadline, %d bytes\n", over, (int)gort_read(a, buffer, 10));

  gort_set_deadline(a, -1, GORT_READ_WRITE);
  over = timed_out(gort_read(a, buffer, 10)) && timed_out(gort_write(a, buffer, 10));
  gort_set_deadline(a, 0, GORT_READ_WRITE);
  printf("already passed %d, not for the other end %d\n", over,
         gort_write(b, "x", 1) == 1 && gort_read(a, buffer, 10) == 1);

  gort_set_deadline(a, 20000ll * MS, GORT_READ);
  gort_go(cuts_short, 0);
  printf("moved while waiting %d\n", timed_out(gort_read(a, buffer, 10)));

  gort_set_deadline(a, 20 * MS, GORT_WRITE);
  gort_go(fills, 0);
  while (!done) gort_sleep(MS);
  printf("write timed out %d\n", write_timed_out);

  write_timed_out = done = 0;
  gort_set_deadline(a, 20 * MS, GORT_READ_WRITE);
  gort_go(fills, 0);
  over = timed_out(gort_read(a, buffer, 10));
  while (!done) gort_sleep(MS);
  printf("both timed out %d %d\n", over, write_timed_out);

  gort_set_deadline(a, 0, GORT_READ_WRITE);
  gort_go(writes_later, (void*)50);
  printf("no deadline, %d bytes\n", (int)gort_read(a, buffer, 10));
}
