// An echo server with ten thousand idle connections, each with a goroutine that waits for it: they cost no threads, and every one of
// them still answers. The clients are another process, since a process may have 20,000 descriptors.
// want stdout: 10000 connections idle, 100 busy ones asked 20 times each while they were
// want stdout: 10000 answered after that, few threads 1
// timeout: 120
// serial: descriptors by the thousand
#include <arpa/inet.h>
#include <gort/gort.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { IDLE = 10000, BUSY = 100, ASK = 20 };
static struct sockaddr_in address;
static _Atomic int open_now;

static void serves(void* arg) {
  gort_fd c = (intptr_t)arg;
  char buffer[64];
  int64_t n;
  open_now++;
  while ((n = gort_read(c, buffer, sizeof buffer)) > 0 && gort_write(c, buffer, n) == n) {
  }
  gort_close(c);
  open_now--;
}
static void accepts(void* arg) {
  gort_fd l = (intptr_t)arg, c;
  while ((c = gort_accept(l)) >= 0) gort_go(serves, (void*)(intptr_t)c);
  perror("accept");
}

static int threads(void) {
  char line[200];
  int n = 0;
  FILE* f = fopen("/proc/self/status", "r");
  while (fgets(line, sizeof line, f)) sscanf(line, "Threads: %d", &n);
  fclose(f);
  return n;
}

static int connected(void) {
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (connect(fd, (struct sockaddr*)&address, sizeof address)) perror("connect"), _exit(1);
  return fd;
}
static int answers(int fd, char byte) {
  char back = 0;
  return write(fd, &byte, 1) == 1 && read(fd, &back, 1) == 1 && back == byte;
}

static void client(int says, int hears) {
  static int idle[IDLE], busy[BUSY];
  int asked = 0, answered = 0;
  char go;
  for (int i = 0; i < IDLE; i++) idle[i] = connected();
  for (int i = 0; i < BUSY; i++) busy[i] = connected();
  for (int j = 0; j < ASK; j++)
    for (int i = 0; i < BUSY; i++) asked += answers(busy[i], (char)j);
  write(says, &asked, sizeof asked);
  if (read(hears, &go, 1) != 1) _exit(1);
  for (int i = 0; i < IDLE; i++) answered += answers(idle[i], (char)i);
  write(says, &answered, sizeof answered);
  if (read(hears, &go, 1) != 1) _exit(1);
  _exit(0);
}

int main(void) {
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur < IDLE + BUSY + 100)
    printf("needs %d descriptors, may have %d\n", IDLE + BUSY + 100, (int)files.rlim_cur);
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  gort_fd l = gort_listen(&address, sizeof address, 0);
  socklen_t length = sizeof address;
  getsockname(gort_fd_number(l), (struct sockaddr*)&address, &length);
  int up[2], down[2];
  if (pipe(up) || pipe(down)) return 1;
  if (fork() == 0) client(up[1], down[0]);
  close(up[1]);
  close(down[0]);
  gort_go(accepts, (void*)(intptr_t)l);
  gort_fd hear = gort_fd_open(up[0]);
  int asked = 0, answered = 0;
  gort_read(hear, &asked, sizeof asked);
  printf("%d connections idle, %d busy ones asked %d times each while they were\n", open_now - BUSY, BUSY,
         asked / BUSY);
  write(down[1], "g", 1);
  gort_read(hear, &answered, sizeof answered);
  printf("%d answered after that, few threads %d\n", answered, threads() < 30);
  write(down[1], "e", 1);
  wait(0);
}
