// lib/sync/sema.cpp: the native side of semaphores and notify lists.
#include "base/os_linux.h"
#include "base/print.h"
#include "sync/glock.h"
#include "sync/sema_native.h"

namespace gort {

bool spin_is_idle = os::ncpu() <= 1;

bool glock_park_commit(g*, void* lock) NO_THREAD_SAFETY {
  static_cast<glock*>(lock)->unlock<side::system>();
  return true;
}

void read_clock(int64_t* now) { *now = os::nanotime(); }

}  // namespace gort
