// lib/sync/sema.h: semaphores, on which locks are built. A semaphore is a word of the program's: how many may pass
// without waiting. Whoever finds zero waits in a table of the runtime's, keyed by the word's address, so that a lock
// that nobody waits for is nothing but its words.
//
// Source of the semantics: Go's runtime/sema.go. [g], checked code.
#pragma once
#include <cstdint>

#include "sched/runtime2.h"

namespace gort {

// Takes one; parks until there is one. lifo: ahead of those that wait already.
void semacquire(uint32_t* addr, bool lifo, wait_reason why);
// Gives one back, and wakes the first who waits. handoff: that one gets it, whoever else comes, and runs at once.
void semrelease(uint32_t* addr, bool handoff);
// Go's fatal(): ends the program, cannot be recovered.
[[noreturn]] void lock_fatal(const char* text);

}  // namespace gort
