// Linux system calls; see os_linux.h.
#include "base/os_linux.h"

#include <dlfcn.h>
#include <errno.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "base/pthread_real.h"

namespace gort::os {

void futex_wait(const volatile uint32_t* addr, uint32_t value, int64_t ns) {
  timespec ts, *timeout = nullptr;
  if (ns >= 0) {
    ts.tv_sec = ns / 1000000000;
    ts.tv_nsec = ns % 1000000000;
    timeout = &ts;
  }
  syscall(SYS_futex, addr, FUTEX_WAIT_PRIVATE, value, timeout, nullptr, 0);
}

void futex_wake(const volatile uint32_t* addr, int n) {
  syscall(SYS_futex, addr, FUTEX_WAKE_PRIVATE, n, nullptr, nullptr, 0);
}

int64_t nanotime() {
  timespec ts;
  clock_gettime(CLOCK_MONOTONIC, &ts);
  return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

void usleep(uint32_t us) {
  timespec ts{time_t(us / 1000000), long(us % 1000000) * 1000};
  nanosleep(&ts, nullptr);
}

void osyield() { sched_yield(); }

int64_t ncpu() {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
  long n = sysconf(_SC_NPROCESSORS_ONLN);
  return n > 0 ? n : 1;
}

int gettid() { return int(syscall(SYS_gettid)); }
int getpid() { return int(syscall(SYS_getpid)); }
void tgkill(int tid, int sig) { syscall(SYS_tgkill, getpid(), tid, sig); }
int sigaltstack(const stack_t* mine, stack_t* old) { return int(syscall(SYS_sigaltstack, mine, old)); }

void* reserve(size_t bytes) {
  void* p = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return p == MAP_FAILED ? nullptr : p;
}
void release(void* p, size_t bytes) { munmap(p, bytes); }
void discard(void* p, size_t bytes) { madvise(p, bytes, MADV_DONTNEED); }
void no_huge_pages(void* p, size_t bytes) { madvise(p, bytes, MADV_NOHUGEPAGE); }

bool register_membarrier() { return syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0) == 0; }
void membarrier() { syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0); }

namespace {
struct start {
  void (*fn)(void*);
  void* arg;
};
void* trampoline(void* v) {
  start s = *static_cast<start*>(v);
  delete static_cast<start*>(v);
  // The program may cancel threads of its own only.
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, nullptr);
  s.fn(s.arg);
  return nullptr;
}
}  // namespace

int start_thread(void (*fn)(void*), void* arg, size_t stack_bytes) {
  pthread_attr_t attr;
  pthread_attr_init(&attr);
  pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attr, stack_bytes);
  sigset_t all, old;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &old);
  pthread_t thread;
  int err = EAGAIN;
  // EAGAIN may pass: the kernel is ending other threads.
  for (uint32_t tries = 0; tries < 20 && err == EAGAIN; tries++) {
    err = real_pthread_create(&thread, &attr, trampoline, new start{fn, arg});
    if (err == EAGAIN) usleep((tries + 1) * 1000);
  }
  pthread_sigmask(SIG_SETMASK, &old, nullptr);
  pthread_attr_destroy(&attr);
  return err;
}

void write_stderr(const char* text, size_t n) {
  while (n > 0) {
    ssize_t k = write(2, text, n);
    if (k < 0 && errno == EINTR) continue;
    if (k <= 0) return;
    text += k;
    n -= size_t(k);
  }
}

}  // namespace gort::os
