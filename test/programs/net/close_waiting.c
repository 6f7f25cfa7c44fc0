// Closing ends the waits of all who are in an operation, or queue for one, and a handle stays invalid for good, though others get
// its place and its number.
// want stdout: 3 readers, 1 writer, 1 acceptor ended by the close, 0 otherwise
// want stdout: closed twice 1, used after 1, by another in its place 0
// want stdout: number is free 1
#include <errno.h>
#include <fcntl.h>
#include <gort/gort.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

static char zeros[1 << 20];
static gort_fd a, b, l;
static _Atomic int readers, writers, acceptors, otherwise;

static void reads(void* arg) {
  char c;
  if (gort_read(a, &c, 1) == -1 && errno == EBADF)
    readers++;
  else
    otherwise++;
}
static void writes(void* arg) {
  while (gort_write(a, zeros, sizeof zeros) > 0) {
  }
  if (errno == EBADF)
    writers++;
  else
    otherwise++;
}
static void accepts(void* arg) {
  if (gort_accept(l) == -1 && errno == EBADF)
    acceptors++;
  else
    otherwise++;
}

int main(void) {
  int pair[2];
  socketpair(AF_UNIX, SOCK_STREAM, 0, pair);
  a = gort_fd_open(pair[0]), b = gort_fd_open(pair[1]);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  l = gort_listen(&address, sizeof address, 1);
  for (int i = 0; i < 3; i++) gort_go(reads, 0);
  gort_go(writes, 0);
  gort_go(accepts, 0);
  gort_sleep(20000000);
  gort_close(a);
  gort_close(l);
  while (readers + writers + acceptors + otherwise < 5) gort_sleep(1000000);
  printf("%d readers, %d writer, %d acceptor ended by the close, %d otherwise\n", readers, writers, acceptors,
         otherwise);
  int twice = gort_close(a) == -1 && errno == EBADF, free_number = fcntl(pair[0], F_GETFD) == -1;
  int more[2];
  socketpair(AF_UNIX, SOCK_STREAM, 0, more);
  gort_fd c = gort_fd_open(more[0]), d = gort_fd_open(more[1]);
  gort_write(d, "y", 1);
  char byte = 0;
  int used = gort_read(a, &byte, 1) == -1 && errno == EBADF, reused = c == a || d == a;
  printf("closed twice %d, used after %d, by another in its place %d\n", twice, used, reused);
  printf("number is free %d\n", free_number);
}
