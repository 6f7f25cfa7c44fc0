// A C program's descriptors, on goroutines' stacks; see fd.h. Checked code.
#include <errno.h>
#include <sys/socket.h>
#include <sys/syscall.h>

#include "net/fd.h"
#include "sched/proc.h"
#include "sched/systemstack.h"

extern "C" {
void gort_cgocall(void* fn, void* arg);
int32_t gort_close(int64_t handle);
}

namespace gort {

namespace {
// A system call where we stand. The result, or a negative errno.
template <class... A>
[[gnu::always_inline]] inline int64_t raw(int64_t number, A... args) {
  static_assert(sizeof...(A) <= 6);
  int64_t a[6] = {(int64_t)args...};
  int64_t result;
  register int64_t r10 __asm__("r10") = a[3];
  register int64_t r8 __asm__("r8") = a[4];
  register int64_t r9 __asm__("r9") = a[5];
  __asm__ volatile("syscall"
                   : "=a"(result)
                   : "a"(number), "D"(a[0]), "S"(a[1]), "d"(a[2]), "r"(r10), "r"(r8), "r"(r9)
                   : "rcx", "r11", "memory");
  return result;
}

int64_t failed(int64_t error) {
  getg()->errno_ = int32_t(error);
  return -1;
}

// Counts us in, and waits for our turn in this mode (0: no mode). Null, with errno, when the handle is closed.
net_fd* enter(int64_t handle, uint64_t locked) {
  net_fd* f = fd_record(handle);
  uint64_t wanted = uint64_t(handle) >> 32;
  for (;;) {
    uint64_t old = f ? f->state.load(std::memory_order_seq_cst) : kFdClosed;
    if ((old & kFdClosed) || old >> 32 != wanted) {
      failed(EBADF);
      return nullptr;
    }
    if (old & locked) {
      gopark(locked == kFdReading ? fd_queue_for_reading : fd_queue_for_writing, f, wait_reason::sema_acquire);
      continue;
    }
    if (f->state.compare_exchange_weak(old, (old | locked) + kFdRef, std::memory_order_seq_cst)) return f;
  }
}

void leave(net_fd* f, uint64_t locked) {
  uint64_t old = f->state.load(std::memory_order_seq_cst), next;
  do next = (old & ~locked) - kFdRef;
  while (!f->state.compare_exchange_weak(old, next, std::memory_order_seq_cst));
  if ((next & kFdClosed) && !(next & kFdRefs)) {
    systemstack(fd_destroy, f);
    return;
  }
  uint64_t queue = locked == kFdReading ? kFdReadQueue : locked == kFdWriting ? kFdWriteQueue : 0;
  if (next & queue) systemstack(fd_wake, f, queue);
}

[[gnu::always_inline]] inline int64_t attempt(const fd_io& op) {
  switch (op.number) {
    case SYS_accept4:
      return raw(SYS_accept4, op.f->fd, nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    case SYS_sendto:
      return raw(SYS_sendto, op.f->fd, op.at, op.n, MSG_NOSIGNAL, nullptr, 0);
    default:
      return raw(op.number, op.f->fd, op.at, op.n);
  }
}

int errno_of(int64_t poll) {
  switch (poll) {
    case poll_closing:
      return EBADF;
    case poll_timeout:
      return ETIMEDOUT;
    default:
      return EIO;
  }
}

// Until the call has a result that is not "try again". Negative: an errno.
int64_t until_done(fd_io& op, int64_t mode) {
  if (!op.f->pd) {
    gort_cgocall(reinterpret_cast<void*>(fd_blocking), &op);
    return op.result;
  }
  int64_t before = internal_poll_runtime_pollReset(op.f->pd, mode);
  if (before == poll_closing || before == poll_timeout) return -errno_of(before);
  for (;;) {
    int64_t r = attempt(op);
    if (r == -EINTR) continue;
    if (r != -EAGAIN) return r;
    if (int64_t e = internal_poll_runtime_pollWait(op.f->pd, mode)) {
      if (e != poll_not_pollable) return -errno_of(e);
      r = attempt(op);  // which error it is
      return r == -EAGAIN ? -EIO : r;
    }
  }
}
}  // namespace

extern "C" {
int64_t gort_read(int64_t handle, void* buffer, int64_t n) {
  net_fd* f = enter(handle, kFdReading);
  if (!f) return -1;
  fd_io op{f, SYS_read, buffer, n, 0};
  int64_t r = until_done(op, 'r');
  leave(f, kFdReading);
  return r < 0 ? failed(-r) : r;
}

int64_t gort_write(int64_t handle, const void* bytes, int64_t n) {
  net_fd* f = enter(handle, kFdWriting);
  if (!f) return -1;
  int64_t done = 0, r = 0;
  do {
    fd_io op{f, f->socket ? SYS_sendto : SYS_write, static_cast<const char*>(bytes) + done, n - done, 0};
    r = until_done(op, 'w');
    if (r > 0) done += r;
  } while (r > 0 && done < n);
  leave(f, kFdWriting);
  return r < 0 ? failed(-r) : done;
}

int64_t gort_fd_open(int32_t fd) {
  fd_wish wish{fd, 0, -1};
  systemstack(fd_make, &wish);
  return wish.handle < 0 ? failed(wish.error) : wish.handle;
}

int64_t gort_accept(int64_t handle) {
  net_fd* f = enter(handle, kFdReading);
  if (!f) return -1;
  int64_t r;
  do {
    fd_io op{f, SYS_accept4, nullptr, 0, 0};
    r = until_done(op, 'r');
  } while (r == -ECONNABORTED);  // it was gone before we came
  leave(f, kFdReading);
  if (r < 0) return failed(-r);
  int32_t fd = int32_t(r), on = 1;
  raw(SYS_setsockopt, fd, 6, 1, &on, sizeof on);  // IPPROTO_TCP, TCP_NODELAY; others refuse it
  int64_t made = gort_fd_open(fd);
  if (made < 0) raw(SYS_close, fd);
  return made;
}

int64_t gort_listen(const void* address, uint32_t length, int32_t backlog) {
  fd_socket_wish wish{address, length, backlog, {-1, 0, -1}, false};
  systemstack(fd_listen, &wish);
  return wish.fd.handle < 0 ? failed(wish.fd.error) : wish.fd.handle;
}

int64_t gort_connect(const void* address, uint32_t length, int64_t ns) {
  fd_socket_wish wish{address, length, 0, {-1, 0, -1}, false};
  systemstack(fd_connect, &wish);
  if (wish.fd.handle < 0) return failed(wish.fd.error);
  net_fd* f = enter(wish.fd.handle, kFdWriting);
  if (ns > 0) systemstack(internal_poll_runtime_pollSetDeadline, f->pd, ns, int64_t('w'));
  int error = 0;
  while (wish.pending && !error) {
    if (int64_t e = internal_poll_runtime_pollWait(f->pd, 'w')) {
      error = errno_of(e);
    } else {
      systemstack(fd_connected, f, &wish);
      error = wish.fd.error;
    }
  }
  if (ns > 0) systemstack(internal_poll_runtime_pollSetDeadline, f->pd, int64_t(0), int64_t('w'));
  leave(f, kFdWriting);
  if (!error) return wish.fd.handle;
  gort_close(wish.fd.handle);
  return failed(error);
}

int32_t gort_fd_wait(int64_t handle, int32_t mode) {
  uint64_t locked = mode == 'r' ? kFdReading : kFdWriting;
  net_fd* f = enter(handle, locked);
  if (!f) return -1;
  int64_t e = f->pd ? internal_poll_runtime_pollWait(f->pd, mode == 'r' ? 'r' : 'w') : poll_no_error;
  leave(f, locked);
  return e ? int32_t(failed(errno_of(e))) : 0;
}

int32_t gort_set_deadline(int64_t handle, int64_t ns, int32_t mode) {
  net_fd* f = enter(handle, 0);
  if (!f) return -1;
  if (f->pd) systemstack(internal_poll_runtime_pollSetDeadline, f->pd, ns, int64_t(mode));
  leave(f, 0);
  return 0;
}

int32_t gort_fd_number(int64_t handle) {
  net_fd* f = enter(handle, 0);
  if (!f) return -1;
  int32_t fd = f->fd;
  leave(f, 0);
  return fd;
}

int32_t gort_close(int64_t handle) {
  net_fd* f = enter(handle, 0);
  if (!f) return -1;
  if (f->state.fetch_or(kFdClosed, std::memory_order_seq_cst) & kFdClosed) {
    leave(f, 0);
    return int32_t(failed(EBADF));
  }
  fd_closing c{f, false, nullptr};
  systemstack(fd_evict, &c);
  leave(f, 0);
  gopark(fd_wait_until_done, &c, wait_reason::io_wait);
  return 0;
}
}

}  // namespace gort
