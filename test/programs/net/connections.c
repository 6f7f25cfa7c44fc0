// Connections come and go, many and short; one that nobody listens for is refused.
// want stdout: 2000 connections served, 2000 asked, 0 failed
// want stdout: refused 1
// timeout: 60
#include <arpa/inet.h>
#include <errno.h>
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/socket.h>

enum { CLIENTS = 20, EACH = 100 };
static struct sockaddr_in address;
static _Atomic int served, asked, failed, left = CLIENTS;
static gort_g* waiter;

static void serves(void* arg) {
  gort_fd c = (intptr_t)arg;
  char byte;
  if (gort_read(c, &byte, 1) == 1 && gort_write(c, &byte, 1) == 1 && gort_read(c, &byte, 1) == 0)
    served++;
  else
    failed++;
  gort_close(c);
}
static void accepts(void* arg) {
  gort_fd l = (intptr_t)arg, c;
  while ((c = gort_accept(l)) >= 0) gort_go(serves, (void*)(intptr_t)c);
}
static void asks(void* arg) {
  for (int i = 0; i < EACH; i++) {
    gort_fd c = gort_connect(&address, sizeof address, 0);
    char byte = (char)i;
    if (c >= 0 && gort_write(c, &byte, 1) == 1 && gort_read(c, &byte, 1) == 1 && byte == (char)i)
      asked++;
    else
      failed++;
    gort_close(c);
  }
  left--;
  gort_ready(waiter);
}

int main(void) {
  waiter = gort_self();
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  gort_fd l = gort_listen(&address, sizeof address, 0);
  socklen_t length = sizeof address;
  getsockname(gort_fd_number(l), (struct sockaddr*)&address, &length);
  for (int i = 0; i < 2; i++) gort_go(accepts, (void*)(intptr_t)l);  // two take turns
  for (int i = 0; i < CLIENTS; i++) gort_go(asks, 0);
  while (left) gort_park();
  while (served + failed < CLIENTS * EACH) gort_sleep(1000000);
  printf("%d connections served, %d asked, %d failed\n", served, asked, failed);
  gort_close(l);
  int refused = gort_connect(&address, sizeof address, 1000000000) == -1 && errno == ECONNREFUSED;
  printf("refused %d\n", refused);
}
