// The child of a fork has its own poller: what it opens, and what it has from its parent, it can wait for, and its parent, which
// waits for the same things, does not notice.
// want stdout: child: read hello, end 1, own pipe abc, timed out 1
// want stdout: parent: read world, child ended with 0
#include <errno.h>
#include <gort/gort.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MS = 1000000 };
static gort_fd mine, childs, own_w;
static void writes(void* arg) {
  gort_sleep(5 * MS);
  gort_write(own_w, "abc", 3);
}
static char parent_got[10];
static void waits(void* arg) { gort_read(mine, parent_got, 5); }

int main(void) {
  int a[2], b[2];
  socketpair(AF_UNIX, SOCK_STREAM, 0, a);
  socketpair(AF_UNIX, SOCK_STREAM, 0, b);
  mine = gort_fd_open(a[0]);
  childs = gort_fd_open(b[0]);
  gort_go(waits, 0);
  gort_sleep(5 * MS);
  pid_t pid = fork();
  if (pid == 0) {
    close(b[1]);
    char buffer[10] = "", own[10] = "";
    gort_read(childs, buffer, 5);
    char byte;
    int end = gort_read(childs, &byte, 1) == 0;
    int p[2];
    if (pipe(p)) _exit(1);
    gort_fd r = gort_fd_open(p[0]);
    own_w = gort_fd_open(p[1]);
    gort_go(writes, 0);
    gort_read(r, own, 3);
    gort_set_deadline(r, 5 * MS, GORT_READ);
    int over = gort_read(r, &byte, 1) == -1 && errno == ETIMEDOUT;
    printf("child: read %s, end %d, own pipe %s, timed out %d\n", buffer, end, own, over);
    fflush(stdout);
    gort_close(mine);  // the parent's goes on
    _exit(0);
  }
  gort_sleep(10 * MS);
  write(b[1], "hello", 5);
  close(b[1]);
  int status;
  waitpid(pid, &status, 0);
  write(a[1], "world", 5);
  while (!parent_got[4]) gort_sleep(MS);
  printf("parent: read %s, child ended with %d\n", parent_got, WEXITSTATUS(status));
}
