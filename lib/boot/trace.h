// lib/boot/trace.h: the lines of --inittrace, `init PKG @%s ms, %s ms clock, %d bytes, %d allocs`. On the system stack.
#pragma once
#include <cstdint>

#include "boot/inittask.h"

namespace gort {
void trace_clock(int64_t* now);
void trace_init(const inittask* t, int64_t start, const inittrace_t* before);
extern int64_t runtime_init_time;
}  // namespace gort
