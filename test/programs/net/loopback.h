// A server on loopback: its address, and the loop that starts serves() for each connection.
#include <arpa/inet.h>
#include <gort/gort.h>
#include <sys/socket.h>

static struct sockaddr_in address;
static void serves(void* arg);

static gort_fd listens(void) {
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  gort_fd l = gort_listen(&address, sizeof address, 0);
  socklen_t length = sizeof address;
  getsockname(gort_fd_number(l), (struct sockaddr*)&address, &length);
  return l;
}

static void accepts(void* arg) {
  gort_fd l = (intptr_t)arg, c;
  while ((c = gort_accept(l)) >= 0) gort_go(serves, (void*)(intptr_t)c);
}
