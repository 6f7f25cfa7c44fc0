// lib/net/netpoll.h: the network poller. States and rules are Go's (runtime/netpoll.go).
//
// A pollDesc has a binary semaphore for whoever reads and one for whoever writes:
//
//   pd_ready   there was an event that nobody has used up; who takes it sets pd_nil
//   pd_wait    a goroutine is about to park; it makes this its own address, or finds that it need not park
//   a g        that goroutine is parked; an event makes this pd_ready, a time-out or a close pd_nil; either readies it
//   pd_nil     none of these
//
// Why nothing is lost: events are edge-triggered, and an edge between a system call that found nothing and the wait
// after it is kept as pd_ready. Closing and deadlines are published in `info` before the semaphores are looked at; the
// waiter sets pd_wait before it looks at `info`.
//
// pollDescs are never freed, since the kernel may still report one that is closed: fdseq tells such a report from one
// about the descriptor that has its place now.
#pragma once
#include <atomic>

#include "sched/runtime2.h"
#include "sched/timer.h"

namespace gort {

// What pollReset and pollWait return; internal/poll knows the numbers.
enum poll_error : int64_t { poll_no_error = 0, poll_closing = 1, poll_timeout = 2, poll_not_pollable = 3 };

inline constexpr uintptr_t pd_nil = 0, pd_ready = 1, pd_wait = 2;

// Bits of pollDesc::info; the descriptor's sequence number above them.
inline constexpr uint32_t kInfoClosing = 1, kInfoEventErr = 2, kInfoExpiredRead = 4, kInfoExpiredWrite = 8,
                          kInfoSeqShift = 4;

struct pollDesc {
  pollDesc* link = nullptr;  // next free one
  pollDesc* all = nullptr;   // next of all; never changes
  std::atomic<int32_t> fd{-1};
  std::atomic<uint32_t> fdseq{1};  // 16 bits of it go to the kernel
  std::atomic<uint32_t> info{
      0};  // what the fields below say, for those that have no lock; the error bit stands only here
  std::atomic<uintptr_t> rg{pd_nil}, wg{pd_nil};

  mutex lock{lock_rank::poll_desc};
  bool closing = false;
  bool rrun = false, wrun = false;  // the deadline timers run
  uintptr_t rseq = 0, wseq = 0;     // by which stale calls of them are known
  int64_t rd = 0, wd = 0;           // deadlines; 0: none, -1: over
  timer rt, wt;                     // rt stands for both when they are the same
};

inline poll_error netpoll_check(const pollDesc* pd, int64_t mode) {
  uint32_t info = pd->info.load(std::memory_order_seq_cst);
  if (info & kInfoClosing) return poll_closing;
  if (info & (mode == 'r' ? kInfoExpiredRead : kInfoExpiredWrite)) return poll_timeout;
  // An error is for the reader to report; a writer's next system call gives the exact one.
  if (mode == 'r' && (info & kInfoEventErr)) return poll_not_pollable;
  return poll_no_error;
}

// [g0]
void netpoll_init();                                        // once, and again in a fork's child
void netpoll_ready(gqueue& ready, pollDesc* pd, int mode);  // an event: 'r', 'w' or 'r' + 'w'
void netpoll_event_error(pollDesc* pd, bool error, uint32_t seq);
bool netpoll_commit(g* gp, void* semaphore);  // gopark's unlock function
void netpoll_forked();

// netpoll_epoll.cpp [g0]; those with a result return an errno.
void epoll_start();
int epoll_open(pollDesc* pd);
int epoll_remove(int fd);
bool epoll_owns(int fd);
void epoll_forked();

extern "C" {
struct poll_open_result {
  pollDesc* pd;
  int64_t error;
};
poll_open_result internal_poll_runtime_pollOpen(int64_t fd);                        // [g0]
void internal_poll_runtime_pollClose(pollDesc* pd);                                 // [g0]
void internal_poll_runtime_pollUnblock(pollDesc* pd);                               // [g0]
void internal_poll_runtime_pollSetDeadline(pollDesc* pd, int64_t d, int64_t mode);  // [g0]
int64_t internal_poll_runtime_pollReset(pollDesc* pd, int64_t mode);                // [g]
int64_t internal_poll_runtime_pollWait(pollDesc* pd, int64_t mode);                 // [g]
}

}  // namespace gort
