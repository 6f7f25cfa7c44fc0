// lib/sync/lock_watch.h: who holds which lock, for GODEBUG=deadlock=explain only. Locks are words of the program's that
// say whether they are held, not by whom; with the switch on, taking and releasing one is noted in a table.
#pragma once
#include <cstdint>

#include "base/godebug.h"
#include "sched/systemstack.h"

extern "C" {
// Not zero: the inline functions of gort.h call the runtime for every lock. 1: because the switch is on; 2: because the
// system has no membarrier, on which their fast halves rely.
extern uint8_t runtime_slow_locks;
void gort_lock_taken(void* lock, bool reads);
void gort_lock_released(void* lock);
}

namespace gort {

struct lock_owner {
  uint64_t goid;
  uint64_t pc;  // behind the call that took it
  bool reads;
};

// [g0] The owners of a lock, at most n of them; how many.
int lock_owners(const void* lock, lock_owner* out, int n);
void lock_watch_init();  // at start, when GODEBUG has been read and membarrier tried

// [g] For the locks that are taken in checked code.
[[gnu::always_inline]] inline void watch_taken(void* lock, bool reads) {
  if (__builtin_expect(runtime_slow_locks & 1, 0)) systemstack(gort_lock_taken, lock, reads);
}
[[gnu::always_inline]] inline void watch_released(void* lock) {
  if (__builtin_expect(runtime_slow_locks & 1, 0)) systemstack(gort_lock_released, lock);
}

}  // namespace gort
