// lib/debug/memory.h: reading memory that may not be there. A traceback follows pointers of a program that has just
// shown that its pointers cannot be trusted; the kernel reads them for us and says so when there is nothing.
#pragma once
#include <sys/uio.h>
#include <unistd.h>

#include <cstdint>

namespace gort {

inline bool read_memory(uint64_t address, void* to, size_t n) {
  iovec local{to, n}, remote{reinterpret_cast<void*>(address), n};
  return process_vm_readv(getpid(), &local, 1, &remote, 1, 0) == ssize_t(n);
}

template <class T>
bool read_memory(uint64_t address, T& to) {
  return read_memory(address, &to, sizeof to);
}

}  // namespace gort
