// lib/net/netpoll_epoll.cpp: the network poller on Linux: one epoll descriptor, edge-triggered, and an eventfd by which
// netpoll_break ends a wait. The kernel keeps, for each descriptor, its pollDesc and 16 bits of that one's sequence
// number.
#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/print.h"
#include "net/netpoll.h"
#include "sched/proc.h"

namespace gort {

namespace {
constexpr int kEvents = 128;
constexpr uint64_t kBreak = 0;  // the eventfd's data

std::atomic<int> epfd{-1}, eventfd_{-1};
std::atomic<uint32_t> break_pending{0};  // somebody has written to the eventfd, and nobody has read it yet
std::atomic<bool> looking{false};        // somebody looks without waiting: one is enough
std::atomic<bool> have_pwait2{true};     // which waits to the nanosecond; Linux 5.11

static_assert(sizeof(void*) == 8);
uint64_t pack(const pollDesc* pd) {
  return reinterpret_cast<uint64_t>(pd) << 16 | pd->fdseq.load(std::memory_order_relaxed);
}
pollDesc* desc_of(uint64_t data) { return reinterpret_cast<pollDesc*>(data >> 16); }

int wait(epoll_event* events, int64_t delay) {
  int fd = epfd.load(std::memory_order_relaxed);
  if (delay > 0 && have_pwait2.load(std::memory_order_relaxed)) {
    timespec ts{time_t(delay / 1000000000), long(delay % 1000000000)};
    int n = int(syscall(SYS_epoll_pwait2, fd, events, kEvents, &ts, nullptr, 0));
    if (n >= 0 || errno != ENOSYS) return n;
    have_pwait2.store(false, std::memory_order_relaxed);
  }
  // In milliseconds: rather too short than too long, but for the last one.
  int ms = delay <= 0 ? int(delay) : delay < 1000000 ? 1 : delay < 1000000000000000 ? int(delay / 1000000) : 1000000000;
  return epoll_wait(fd, events, kEvents, ms);
}

void poll(int64_t delay, gqueue& ready) {
  if (delay == 0 && looking.exchange(true, std::memory_order_acquire)) return;
  epoll_event events[kEvents];
  int n = wait(events, delay);
  if (n < 0 && errno != EINTR) {
    print("runtime: epollwait on fd ", epfd.load(std::memory_order_relaxed), " failed with ", errno, "\n");
    throw_("runtime: netpoll failed");
  }
  for (int i = 0; i < n; i++) {
    uint32_t what = events[i].events;
    uint64_t data = events[i].data.u64;
    if (data == kBreak) {
      // A look in passing leaves it to the one that waits.
      if (delay == 0) continue;
      uint64_t count;
      ssize_t k = read(eventfd_.load(std::memory_order_relaxed), &count, sizeof count);
      (void)k;
      break_pending.store(0, std::memory_order_seq_cst);
      continue;
    }
    bool r = what & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR), w = what & (EPOLLOUT | EPOLLHUP | EPOLLERR);
    if (!r && !w) continue;
    pollDesc* pd = desc_of(data);
    uint32_t seq = data & 0xffff;
    if (pd->fdseq.load(std::memory_order_seq_cst) != seq) continue;
    netpoll_event_error(pd, what == EPOLLERR, seq);
    netpoll_ready(ready, pd, r && w ? 'r' + 'w' : r ? 'r' : 'w');
  }
  if (delay == 0) looking.store(false, std::memory_order_release);
}

void break_wait() {
  if (break_pending.exchange(1, std::memory_order_seq_cst) != 0) return;
  uint64_t one = 1;
  while (write(eventfd_.load(std::memory_order_relaxed), &one, sizeof one) < 0 && errno == EINTR) {
  }
}
}  // namespace

void epoll_start() {
  int ep = epoll_create1(EPOLL_CLOEXEC), ev = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  epoll_event e{};
  e.events = EPOLLIN;
  e.data.u64 = kBreak;
  if (ep < 0 || ev < 0 || epoll_ctl(ep, EPOLL_CTL_ADD, ev, &e) < 0) {
    print("runtime: epoll or eventfd failed with ", errno, "\n");
    throw_("runtime: netpollinit failed");
  }
  epfd.store(ep, std::memory_order_release);
  eventfd_.store(ev, std::memory_order_release);
  hook.netpoll = poll;
  hook.netpoll_break = break_wait;
}

int epoll_open(pollDesc* pd) {
  epoll_event e{};
  e.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  e.data.u64 = pack(pd);
  int fd = pd->fd.load(std::memory_order_relaxed);
  return epoll_ctl(epfd.load(std::memory_order_acquire), EPOLL_CTL_ADD, fd, &e) < 0 ? errno : 0;
}

int epoll_remove(int fd) {
  epoll_event e{};
  return epoll_ctl(epfd.load(std::memory_order_acquire), EPOLL_CTL_DEL, fd, &e) < 0 ? errno : 0;
}

bool epoll_owns(int fd) {
  return fd >= 0 && (fd == epfd.load(std::memory_order_relaxed) || fd == eventfd_.load(std::memory_order_relaxed));
}

// The parent's epoll descriptor is shared: what the child does to it the parent would feel.
void epoll_forked() {
  if (epfd.load(std::memory_order_relaxed) < 0) return;
  close(epfd.load(std::memory_order_relaxed));
  close(eventfd_.load(std::memory_order_relaxed));
  epfd.store(-1, std::memory_order_relaxed);
  eventfd_.store(-1, std::memory_order_relaxed);
  break_pending.store(0, std::memory_order_relaxed);
  looking.store(false, std::memory_order_relaxed);
}

}  // namespace gort
