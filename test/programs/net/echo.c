// Clients and a server on loopback, in one process: 40 connections at once, 200 requests on each, of sizes from one byte to more than
// a socket's buffers hold, so that reads and writes park.
// want stdout: 8000 answers, 0 wrong
// timeout: 60
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loopback.h"

enum { CLIENTS = 40, REQUESTS = 200, BIG = 1 << 20 };
static _Atomic int answers, wrong, left = CLIENTS;
static gort_g* waiter;

static void serves(void* arg) {
  gort_fd c = (intptr_t)arg;
  char* buffer = malloc(65536);
  int64_t n;
  while ((n = gort_read(c, buffer, 65536)) > 0)
    if (gort_write(c, buffer, n) != n) break;
  free(buffer);
  gort_close(c);
}

struct sent {
  gort_fd c;
  const char* bytes;
  int64_t n;
};
static void sends(void* arg) {
  struct sent s = *(struct sent*)arg;
  free(arg);
  if (gort_write(s.c, s.bytes, s.n) != s.n) wrong++;
}

static void asks(void* arg) {
  gort_fd c = gort_connect(&address, sizeof address, 0);
  if (c < 0) perror("connect"), wrong++;
  int me = (int)(intptr_t)arg;
  char *out = malloc(BIG), *in = malloc(BIG);
  for (int i = 0; i < REQUESTS && c >= 0; i++) {
    int64_t n = i % 50 == me % 50 ? BIG : 1 + (i * 37 + me) % 2000, got = 0, k = 0;
    memset(out, (i + me) % 251, (size_t)n);
    struct sent* s = malloc(sizeof *s);
    *s = (struct sent){c, out, n};
    if (n == BIG)
      gort_go(sends, s);  // or both sides would write and nobody read
    else
      sends(s);
    while (got < n && (k = gort_read(c, in + got, n - got)) > 0) got += k;
    if (got != n || memcmp(in, out, (size_t)n)) wrong++;
    answers++;
  }
  gort_close(c);
  free(in);
  free(out);
  left--;
  gort_ready(waiter);
}

int main(void) {
  waiter = gort_self();
  gort_fd l = listens();
  gort_go(accepts, (void*)(intptr_t)l);
  for (int i = 0; i < CLIENTS; i++) gort_go(asks, (void*)(intptr_t)i);
  while (left) gort_park();
  gort_close(l);
  printf("%d answers, %d wrong\n", answers, wrong);
}
