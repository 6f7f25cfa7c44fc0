// lib/debug/traceback.h: goroutines and their frames as Go 1.26 prints them.
//
//   goroutine 7 [sleep]:
//   worker(...)
//           /src/prog.c:12 +0x18
//   created by main_main in goroutine 1
//           /src/prog.c:30 +0x44
//
// At most 100 frames, the 50 innermost and the 50 outermost. The runtime's own frames and goroutines, and addresses,
// are shown from level 2 on.
//
// All of it is called by the one thread that takes the process down (fatal.h), on a system stack or in a signal
// handler.
#pragma once
#include "debug/walk.h"

namespace gort {

// What GOTRACEBACK and the kind of failure ask for.
struct verbosity {
  int level = 1;       // 0 nothing, 1 the program's frames, 2 the runtime's as well
  bool all = false;    // every goroutine, not only the one that failed
  bool crash = false;  // end by SIGABRT, for a core dump
};

const char* wait_reason_text(wait_reason why);

void print_goroutine_header(const g* gp, int level);
// The frames and who created the goroutine.
void print_frames(walker w, const g* gp, int level);
void print_goroutine(const g* gp, int level);  // header and frames of one that is not the current
void print_other_goroutines(const g* me, int level);
void print_native_frames(walker w, int level);  // of a system stack

// All goroutines, in the order in which they were made. Takes no locks: those made meanwhile are missed.
struct g_list {
  g_list();
  ~g_list();
  g_list(const g_list&) = delete;
  g* const* begin() const { return at_; }
  g* const* end() const { return at_ + count_; }

 private:
  g** at_ = nullptr;
  size_t count_ = 0;
};

}  // namespace gort
