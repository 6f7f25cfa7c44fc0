// lib/sync/sema.cpp: the native side of semaphores and notify lists.
#include "base/os_linux.h"
#include "sync/wait_table.h"

namespace gort {

constinit wait_bucket wait_table[256];

bool glock_park_commit(g*, void* lock) NO_THREAD_SAFETY {
  static_cast<glock*>(lock)->unlock<side::system>();
  return true;
}

void arm_fence() {
  if (have_membarrier) os::membarrier();
}

void read_clock(int64_t* now) { *now = os::nanotime(); }

}  // namespace gort
