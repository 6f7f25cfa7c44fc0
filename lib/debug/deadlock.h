// lib/debug/deadlock.h: GODEBUG=deadlock=explain. When all goroutines are asleep: who waits for whom, on which channel
// or lock, and where that was made or taken. Go has no such thing.
//
//   goroutine 1 waits to receive from channel 1
//   goroutine 2 waits to lock mutex 2
//   channel 1: unbuffered, made by main (/src/prog.c:20), sent to last by goroutine 2
//   mutex 2: locked by goroutine 1 in worker (/src/prog.c:31)
//   cycle: goroutine 1, channel 1, goroutine 2, mutex 2, goroutine 1
//
// Whom a goroutine waits for is known for locks. For a channel it is a guess, and said so: whoever was at its other end
// last.
#pragma once

namespace gort {

void explain_deadlock();  // prints; the world stands still

}  // namespace gort
