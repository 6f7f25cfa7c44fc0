// The load on an echo server, a native program: echo_load IDLE BUSY SERVER [ARG...] starts the server, opens IDLE
// connections that say nothing and BUSY ones on each of which one request of 100 bytes after the other waits for its
// answer, for two seconds. One thread. The
// server's own processor time for a request is measured too: it depends less on what else the machine does.
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

enum { BYTES = 100, MAX_US = 1000000 };
static int port;
static uint32_t histogram[MAX_US];
static int64_t* sent;
static int* got;

static void fail(const char* what) {
  perror(what);
  exit(1);
}

static int connects(void) {
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK), .sin_port = htons((uint16_t)port)};
  int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  if (fd < 0 || connect(fd, (struct sockaddr*)&address, sizeof address) < 0) fail("connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}
static void asks(int fd) {
  static char bytes[BYTES];
  sent[fd] = now_ns();
  got[fd] = 0;
  if (write(fd, bytes, BYTES) != BYTES) fail("write");
}

int main(int argc, char** argv) {
  if (argc < 4) return 64;
  int idle = atoi(argv[1]), busy = atoi(argv[2]), out[2];
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  if (pipe(out)) fail("pipe");
  pid_t server = fork();
  if (server == 0) {
    dup2(out[1], 1);
    close(out[0]);
    execvp(argv[3], argv + 3);
    fail(argv[3]);
  }
  close(out[1]);
  FILE* says = fdopen(out[0], "r");
  if (fscanf(says, "%d", &port) != 1) return 1;
  sent = calloc((size_t)files.rlim_cur, sizeof *sent);
  got = calloc((size_t)files.rlim_cur, sizeof *got);
  for (int i = 0; i < idle; i++) connects();
  int ep = epoll_create1(0);
  for (int i = 0; i < busy; i++) {
    int fd = connects();
    struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
    epoll_ctl(ep, EPOLL_CTL_ADD, fd, &e);
    asks(fd);
  }
  int64_t begin = now_ns() + 300000000, end = begin + 2000000000, count = 0, answered = 0, now;
  while ((now = now_ns()) < end) {
    struct epoll_event e[64];
    int n = epoll_wait(ep, e, 64, 1000);
    for (int i = 0; i < n; i++) {
      char bytes[BYTES];
      int fd = e[i].data.fd;
      ssize_t k = read(fd, bytes, sizeof bytes);
      if (k <= 0) fail("read");
      if ((got[fd] += (int)k) < BYTES) continue;
      answered++;
      int64_t us = (now_ns() - sent[fd]) / 1000;
      if (now >= begin) count++, histogram[us < MAX_US ? us : MAX_US - 1]++;
      asks(fd);
    }
  }
  double seconds = (double)(now - begin) / 1e9;
  int64_t seen = 0, p50 = 0, p99 = 0;
  for (int us = 0; us < MAX_US && !p99; us++) {
    seen += histogram[us];
    if (!p50 && seen * 2 >= count) p50 = us;
    if (seen * 100 >= count * 99) p99 = us;
  }
  char name[40];
  snprintf(name, sizeof name, "echo_%d", busy);
  report(name, seconds * 1e6 / (double)count, "us/request");
  snprintf(name, sizeof name, "echo_%d_p50", busy);
  report(name, (double)p50, "us");
  snprintf(name, sizeof name, "echo_%d_p99", busy);
  report(name, (double)p99, "us");
  kill(server, SIGKILL);
  struct rusage usage;
  wait4(server, 0, 0, &usage);
  double cpu = (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e6 +
               (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
  snprintf(name, sizeof name, "echo_%d_cpu", busy);
  report(name, cpu / (double)answered, "us/request");
}
