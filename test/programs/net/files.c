// Pipes, files and what cannot be waited for: a pipe's reader parks until there is something, and sees the end; a file on disk is
// read and written through foreign calls; writers of one pipe do not mix.
// want stdout: pipe: hello, end 0
// want stdout: file: 11 bytes hello world
// want stdout: 20 messages, none torn
// want stdout: waited for 1, 3 bytes
// want stdout: not a descriptor: 1
#include <errno.h>
#include <fcntl.h>
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MESSAGE = 200000 };
static gort_fd w;
static void says_hello(void* arg) {
  gort_sleep(3000000);
  gort_write(w, "hello", 5);
  gort_close(w);
}
static void writes(void* arg) {
  char* m = malloc(MESSAGE);
  memset(m, (int)(intptr_t)arg, MESSAGE);
  gort_write(w, m, MESSAGE);
  free(m);
}

int main(void) {
  int p[2];
  char buffer[100] = "";
  if (pipe(p)) return 1;
  gort_fd r = gort_fd_open(p[0]);
  w = gort_fd_open(p[1]);
  gort_go(says_hello, 0);
  gort_read(r, buffer, sizeof buffer);
  printf("pipe: %s, end %d\n", buffer, (int)gort_read(r, buffer, sizeof buffer));
  gort_close(r);

  char name[] = "/tmp/gort_files_XXXXXX";
  int file = mkstemp(name);
  gort_fd f = gort_fd_open(file);
  gort_write(f, "hello world", 11);
  lseek(gort_fd_number(f), 0, SEEK_SET);
  memset(buffer, 0, sizeof buffer);
  int n = (int)gort_read(f, buffer, sizeof buffer);
  printf("file: %d bytes %s\n", n, buffer);
  gort_close(f);
  unlink(name);

  if (pipe(p)) return 1;
  r = gort_fd_open(p[0]);
  w = gort_fd_open(p[1]);
  for (int i = 0; i < 20; i++) gort_go(writes, (void*)(intptr_t)('a' + i));
  char* m = malloc(MESSAGE);
  int torn = 0;
  for (int i = 0; i < 20; i++) {
    int64_t got = 0, k;
    while (got < MESSAGE && (k = gort_read(r, m + got, MESSAGE - got)) > 0) got += k;
    for (int j = 1; j < MESSAGE; j++) torn += m[j] != m[0];
  }
  printf("20 messages, %s torn\n", torn ? "some" : "none");

  gort_go(says_hello, 0);
  int waited = gort_fd_wait(r, GORT_READ) == 0;
  printf("waited for %d, %d bytes\n", waited, (int)read(gort_fd_number(r), buffer, 3));
  printf("not a descriptor: %d\n", gort_fd_open(-1) == -1 && errno == EBADF);
}
