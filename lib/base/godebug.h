// lib/base/godebug.h: the switches of the GODEBUG environment variable, `GODEBUG=name=value,name=value`.
//
// One table: GORT_GODEBUG(name, default, help). Values are integers; a few take a word, listed with its number. Unknown
// names are ignored, as Go ignores them.
#pragma once
#include <cstdint>

#define GORT_GODEBUG_TABLE(X)                                                                                      \
  X(schedtrace, 0, "print a line about the scheduler every N milliseconds")                                        \
  X(scheddetail, 0, "1: schedtrace prints every P, M and goroutine")                                               \
  X(inittrace, 0, "1: print a line for each init task with its time and allocations")                              \
  X(asyncpreemptoff, 0, "1: no preemption by signals; loops without calls keep their P")                           \
  X(stackseg, 0, "min: every stack segment as small as its first frame, so that nearly every call hops")           \
  X(preemptstress, 0, "1: preempt every running goroutine every 100 microseconds")                                 \
  X(panicnil, 0, "1: panic(nil) is recovered as nil, as it was up to Go 1.20")                                     \
  X(deadlock, 0, "explain: a deadlock says who waits for whom, on which channel or lock, and where that was made") \
  X(gctrace, 0, "1: a line for each collection")                                                                   \
  X(fault, 0,                                                                                                      \
    "inject a fault: 1 main starts on another M, 2 the clock reads zero, 3 no membarrier, 4 no address, "          \
    "5 a fatal error takes its time")

namespace gort {

struct godebug_options {
#define GORT_GODEBUG(name, dflt, help) int32_t name = dflt;
  GORT_GODEBUG_TABLE(GORT_GODEBUG)
#undef GORT_GODEBUG
};
extern godebug_options debug;

void parse_godebug(const char* text);  // null is no text

}  // namespace gort
