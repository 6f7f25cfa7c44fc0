// Connections come and go, many and short; one that nobody listens for is refused.
// want stdout: 2000 connections served, 2000 asked, 0 failed
// want stdout: refused 1
// timeout: 60
#include <errno.h>
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>

#include "loopback.h"

enum { CLIENTS = 20, EACH = 100 };
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
  gort_fd l = listens();
  for (int i = 0; i < 2; i++) gort_go(accepts, (void*)(intptr_t)l);  // two take turns
  for (int i = 0; i < CLIENTS; i++) gort_go(asks, 0);
  while (left) gort_park();
  while (served + failed < CLIENTS * EACH) gort_sleep(1000000);
  printf("%d connections served, %d asked, %d failed\n", served, asked, failed);
  gort_close(l);
  int refused = gort_connect(&address, sizeof address, 1000000000) == -1 && errno == ECONNREFUSED;
  printf("refused %d\n", refused);
}
