// lib/base/os_linux.h: the calls into Linux that the runtime makes. Errors that cannot be met are thrown by the caller.
#pragma once
#include <signal.h>

#include <cstddef>
#include <cstdint>

namespace gort::os {

// Waits while *addr == value, at most ns nanoseconds (ns < 0: no limit). May return for no reason.
void futex_wait(const volatile uint32_t* addr, uint32_t value, int64_t ns);
// Wakes up to n waiters.
void futex_wake(const volatile uint32_t* addr, int n);

int64_t nanotime();  // monotonic clock
void usleep(uint32_t us);
void osyield();
int64_t ncpu();  // processors this process may run on
int gettid();
int getpid();
void tgkill(int tid, int sig);
// The system call: gort exports a function of that name (lib/cgo/csignal.cpp).
int sigaltstack(const stack_t* mine, stack_t* old);

// Address space: reserved memory is committed by touching it and costs nothing before. Null when there is none.
void* reserve(size_t bytes);
void release(void* p, size_t bytes);  // unmap
void discard(void* p, size_t bytes);  // give the pages back, keep the addresses; they read as zero
void no_huge_pages(void* p, size_t bytes);

// membarrier(PRIVATE_EXPEDITED): every other thread of the process has passed a full fence when it returns.
// register_membarrier() is false where the system has none (an old kernel, seccomp, gVisor).
bool register_membarrier();
void membarrier();

// Starts a detached thread that runs fn(arg) on a stack of stack_bytes with all signals blocked. 0 or an errno.
int start_thread(void (*fn)(void*), void* arg, size_t stack_bytes);

void write_stderr(const char* text, size_t n);

}  // namespace gort::os
