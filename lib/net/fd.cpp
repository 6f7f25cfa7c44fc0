// A C program's descriptors, on the system stack; see fd.h.
#include "net/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <new>

#include "sched/proc.h"

namespace gort {

std::atomic<net_fd*> fd_table[kFdBlocks];

namespace {
mutex table_lock{lock_rank::poll_cache};
net_fd* free_list GUARDED_BY(table_lock);
uint32_t blocks GUARDED_BY(table_lock);

net_fd* take() {
  lock_guard hold(table_lock);
  if (!free_list) {
    if (blocks == kFdBlocks) return nullptr;
    auto* block = new (std::nothrow) net_fd[kFdBlock];
    if (!block) return nullptr;
    for (uint32_t i = kFdBlock; i-- > 0;) {
      block[i].index = blocks * kFdBlock + i;
      block[i].link = free_list;
      free_list = &block[i];
    }
    fd_table[blocks++].store(block, std::memory_order_release);
  }
  net_fd* f = free_list;
  free_list = f->link;
  return f;
}

void give_back(net_fd* f) {
  lock_guard hold(table_lock);
  f->link = free_list;
  free_list = f;
}

// Handles are not negative: 31 bits of generation.
uint64_t next_generation(uint64_t state) { return ((state >> 32) + 1) & 0x7fffffff; }

bool enqueue(g* gp, net_fd* f, gqueue& queue, uint64_t locked, uint64_t waits) REQUIRES(f->lock) {
  uint64_t old = f->state.load(std::memory_order_seq_cst);
  do {
    if ((old & kFdClosed) || !(old & locked)) return false;
  } while (!f->state.compare_exchange_weak(old, old | waits, std::memory_order_seq_cst));
  queue.push(gp);
  return true;
}

void fail(fd_socket_wish* wish, int fd) {
  wish->fd.error = errno;
  wish->fd.handle = -1;
  if (fd >= 0) close(fd);
}

void no_delay(int fd, int family) {
  int on = 1;
  if (family == AF_INET || family == AF_INET6) setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}
}  // namespace

void fd_make(fd_wish* wish) {
  int fd = wish->fd;
  wish->handle = -1;
  int flags = fcntl(fd, F_GETFL);
  if (flags < 0 || (!(flags & O_NONBLOCK) && fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0)) {
    wish->error = errno;
    return;
  }
  poll_open_result opened = internal_poll_runtime_pollOpen(fd);
  if (opened.error && opened.error != EPERM) {
    wish->error = int(opened.error);
    return;
  }
  net_fd* f = take();
  if (!f) {
    if (opened.pd) {
      internal_poll_runtime_pollUnblock(opened.pd);
      internal_poll_runtime_pollClose(opened.pd);
    }
    wish->error = EMFILE;
    return;
  }
  int type;
  socklen_t length = sizeof type;
  f->fd = fd;
  f->pd = opened.pd;
  f->socket = getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) == 0;
  uint64_t next = next_generation(f->state.load(std::memory_order_relaxed));
  f->state.store(next << 32, std::memory_order_seq_cst);
  wish->handle = int64_t(next << 32 | f->index);
}

void fd_destroy(net_fd* f) {
  if (f->pd) internal_poll_runtime_pollClose(f->pd);
  f->pd = nullptr;
  close(f->fd);
  f->fd = -1;
  g* closer;
  {
    lock_guard hold(f->lock);
    f->closing->done = true;
    closer = f->closing->waiter;
    f->closing = nullptr;
  }
  give_back(f);
  if (closer) ready(closer);
}

void fd_blocking(void* p) {
  auto* io = static_cast<fd_io*>(p);
  do io->result = syscall(io->number, io->f->fd, io->at, io->n);
  while (io->result < 0 && errno == EINTR);
  if (io->result < 0) io->result = -errno;
}

void fd_wake(net_fd* f, uint64_t queue) {
  g* gp;
  {
    lock_guard hold(f->lock);
    gqueue& q = queue == kFdReadQueue ? f->readers : f->writers;
    gp = q.pop();
    if (q.size == 0) f->state.fetch_and(~queue, std::memory_order_seq_cst);
  }
  if (gp) ready(gp);
}

void fd_evict(fd_closing* c) {
  net_fd* f = c->f;
  if (f->pd) internal_poll_runtime_pollUnblock(f->pd);
  g* list;
  {
    lock_guard hold(f->lock);
    f->closing = c;
    list = f->readers.head;
    if (f->readers.tail)
      f->readers.tail->schedlink = f->writers.head;
    else
      list = f->writers.head;
    f->readers = f->writers = {};
    f->state.fetch_and(~(kFdReadQueue | kFdWriteQueue), std::memory_order_seq_cst);
  }
  while (g* gp = list) {
    list = gp->schedlink;
    ready(gp);
  }
}

bool fd_queue_for_reading(g* gp, void* p) {
  auto* f = static_cast<net_fd*>(p);
  lock_guard hold(f->lock);
  return enqueue(gp, f, f->readers, kFdReading, kFdReadQueue);
}
bool fd_queue_for_writing(g* gp, void* p) {
  auto* f = static_cast<net_fd*>(p);
  lock_guard hold(f->lock);
  return enqueue(gp, f, f->writers, kFdWriting, kFdWriteQueue);
}
bool fd_wait_until_done(g* gp, void* p) {
  auto* c = static_cast<fd_closing*>(p);
  lock_guard hold(c->f->lock);
  if (c->done) return false;
  c->waiter = gp;
  return true;
}

void fd_listen(fd_socket_wish* wish) {
  auto* address = static_cast<const sockaddr*>(wish->address);
  int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0), on = 1;
  if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) < 0 || bind(fd, address, wish->length) < 0 ||
      listen(fd, wish->backlog > 0 ? wish->backlog : SOMAXCONN) < 0)
    return fail(wish, fd);
  wish->fd.fd = fd;
  fd_make(&wish->fd);
  if (wish->fd.handle < 0) close(fd);
}

void fd_connect(fd_socket_wish* wish) {
  auto* address = static_cast<const sockaddr*>(wish->address);
  int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) return fail(wish, fd);
  no_delay(fd, address->sa_family);
  wish->pending = connect(fd, address, wish->length) < 0;
  if (wish->pending && errno != EINPROGRESS && errno != EINTR) return fail(wish, fd);
  // Only now to the poller: a socket that is not connected looks hung up to it.
  wish->fd.fd = fd;
  fd_make(&wish->fd);
  if (wish->fd.handle < 0) close(fd);
}

void fd_connected(net_fd* f, fd_socket_wish* wish) {
  int error = 0;
  socklen_t length = sizeof error;
  if (getsockopt(f->fd, SOL_SOCKET, SO_ERROR, &error, &length) < 0) error = errno;
  sockaddr_storage peer;
  socklen_t room = sizeof peer;
  wish->pending = error == EINPROGRESS || error == EALREADY || error == EINTR ||
                  (error == 0 && getpeername(f->fd, reinterpret_cast<sockaddr*>(&peer), &room) < 0);
  wish->fd.error = wish->pending || error == EISCONN ? 0 : error;
}

// Whoever was in an operation is not there.
void fd_forked() NO_THREAD_SAFETY {
  table_lock.forget();
  for (uint32_t b = 0; b < blocks; b++)
    for (uint32_t i = 0; i < kFdBlock; i++) {
      net_fd& f = fd_table[b].load(std::memory_order_relaxed)[i];
      f.lock.forget();
      f.readers = f.writers = {};
      f.state.fetch_and(~(kFdReading | kFdWriting | kFdReadQueue | kFdWriteQueue | kFdRefs), std::memory_order_relaxed);
    }
}

}  // namespace gort
