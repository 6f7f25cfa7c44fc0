// lib/sync/sema_native.h: what the goroutine side of semaphores and notify lists calls on the system stack.
#pragma once
#include "sched/proc.h"

namespace gort {

// gopark's unlock function for a bare glock.
bool glock_park_commit(g* gp, void* lock);
// Every thread of the process has passed a fence when it returns.
void arm_fence();
void read_clock(int64_t* now);

}  // namespace gort
