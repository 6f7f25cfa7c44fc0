// lib/net/fd.h: a C program's descriptors. A gort_fd is an index into a table of records and the record's generation,
// so that one that has been closed is known as such for good, unlike a number of the kernel's.
//
// A record lives as long as somebody is in an operation on it: closing ends their waits, and the last one out closes
// the kernel's descriptor. One operation of each mode at a time (so that a write of many bytes stays in one piece);
// others queue. All of that stands in one word, `state`, and is changed by compare-and-swap on goroutines' stacks:
//
//   closed, locked for reading, locked for writing, somebody queues for either, operations under way, generation
//
// System calls are made where the goroutine stands, without a switch: they do not wait, since the descriptor is
// non-blocking, and the kernel uses no stack of ours. What the poller does not take (files on a disk) goes the way of
// foreign calls, which may wait.
#pragma once
#include <atomic>

#include "net/netpoll.h"

namespace gort {

inline constexpr uint64_t kFdClosed = 1, kFdReading = 2, kFdWriting = 4, kFdReadQueue = 8, kFdWriteQueue = 16,
                          kFdRef = 32;
inline constexpr uint64_t kFdRefs = 0xffffffe0;  // counts in units of kFdRef; the generation stands above

struct net_fd {
  std::atomic<uint64_t> state{kFdClosed};
  int32_t fd = -1;
  bool socket = false;     // writes raise no SIGPIPE
  pollDesc* pd = nullptr;  // null: not pollable
  uint32_t index = 0;
  net_fd* link = nullptr;  // next free one
  mutex lock{lock_rank::waiter};
  gqueue readers GUARDED_BY(lock), writers GUARDED_BY(lock);
  struct fd_closing* closing GUARDED_BY(lock) = nullptr;
};

inline constexpr uint32_t kFdBlock = 1024, kFdBlocks = 1024;
extern std::atomic<net_fd*> fd_table[kFdBlocks];

// Null when there was never such a one.
inline net_fd* fd_record(int64_t handle) {
  uint32_t index = uint32_t(handle);
  if (handle < 0 || index >= kFdBlock * kFdBlocks) return nullptr;
  net_fd* block = fd_table[index / kFdBlock].load(std::memory_order_acquire);
  return block ? block + index % kFdBlock : nullptr;
}

// On the stack of the goroutine that closes: it waits until the last one is out. Under the record's lock; the record
// may be another descriptor's by the time that the goroutine goes on.
struct fd_closing {
  net_fd* f;
  bool done;
  g* waiter;
};

// One system call of an operation. result: the call's, or a negative errno.
struct fd_io {
  net_fd* f;
  int64_t number;
  const void* at;
  int64_t n;
  int64_t result;
};
void fd_blocking(void* io);  // as a foreign call

// [g0]
struct fd_wish {
  int fd;          // what becomes a record
  int error;       // an errno
  int64_t handle;  // -1: error says why
};
void fd_make(fd_wish* wish);
void fd_destroy(net_fd* f);                 // the last one is out
void fd_wake(net_fd* f, uint64_t queue);    // the next one in a queue may try
void fd_evict(fd_closing* c);               // closed: everybody's wait ends
bool fd_queue_for_reading(g* gp, void* f);  // unlock functions of gopark
bool fd_queue_for_writing(g* gp, void* f);
bool fd_wait_until_done(g* gp, void* closing);
struct fd_socket_wish {
  const void* address;
  uint32_t length;
  int backlog;
  fd_wish fd;
  bool pending;  // the connection is under way
};
void fd_listen(fd_socket_wish* wish);
void fd_connect(fd_socket_wish* wish);
void fd_connected(net_fd* f, fd_socket_wish* wish);  // after an event: is it?
void fd_forked();

}  // namespace gort
