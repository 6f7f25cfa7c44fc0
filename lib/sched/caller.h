// lib/sched/caller.h: where the program called the runtime. Native code on the system stack, for a goroutine-side
// function that has come here by systemstack().
#pragma once
#include "sched/proc.h"

namespace gort {

// The return address of the call out of the program. 0: unknown.
inline uint64_t caller_in_program() {
  // Runtime frames and stack edges in between are few.
  auto* frame = reinterpret_cast<const uint64_t*>(gort_tcb.grbp);
  for (int i = 0; i < 8 && frame; i++) {
    if (frame[1] - module_code_lo < module_code_size) return frame[1];
    frame = reinterpret_cast<const uint64_t*>(frame[0]);
  }
  return 0;
}

}  // namespace gort
