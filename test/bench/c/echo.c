// An echo server: one goroutine for each connection. Says on standard output which port it listens at.
#include <arpa/inet.h>
#include <gort/gort.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>

static void serves(void* arg) {
  gort_fd c = (intptr_t)arg;
  char buffer[4096];
  int64_t n;
  while ((n = gort_read(c, buffer, sizeof buffer)) > 0 && gort_write(c, buffer, n) == n) {
  }
  gort_close(c);
}

int main(void) {
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  gort_fd l = gort_listen(&address, length, 0), c;
  getsockname(gort_fd_number(l), (struct sockaddr*)&address, &length);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  while ((c = gort_accept(l)) >= 0) gort_go(serves, (void*)(intptr_t)c);
}
