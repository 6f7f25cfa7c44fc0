// lib/sync/lock_watch.h: who holds which lock, for GODEBUG=deadlock=explain only. Locks are words of the program's that
// say whether they are held, not by whom; with the switch on, taking and releasing one is noted in a table.
#pragma once
#include <cstdint>

#include "base/godebug.h"
#include "sched/systemstack.h"

extern "C" {
extern uint8_t runtime_watch_locks;  // the switch, for gort.h's inline functions
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
void lock_watch_init();  // at start, after GODEBUG has been read

// [g] For the locks that are taken in checked code.
[[gnu::always_inline]] inline void watch_taken(void* lock, bool reads) {
  if (__builtin_expect(runtime_watch_locks, 0)) systemstack(gort_lock_taken, lock, reads);
}
[[gnu::always_inline]] inline void watch_released(void* lock) {
  if (__builtin_expect(runtime_watch_locks, 0)) systemstack(gort_lock_released, lock);
}

}  // namespace gort
