// lib/boot/inittask.h: init tasks, the record by which a package says what must run before main.
//
// The record is laid out by the module, all words pointer-sized: { state, ndeps, nfns, deps[ndeps], fns[nfns] }. deps
// are addresses of init tasks, fns code addresses of functions without arguments.
#pragma once
#include <cstddef>
#include <cstdint>

namespace gort {

struct inittask {
  uintptr_t state;  // 0 not begun, 1 running, 2 done
  uintptr_t ndeps;
  uintptr_t nfns;

  inittask* const* deps() const { return reinterpret_cast<inittask* const*>(this + 1); }
  void (*const* fns() const)() { return reinterpret_cast<void (*const*)()>(deps() + ndeps); }
};

// Counts what the init goroutine allocates while init functions run (BOOT rows 10, 17, 18).
struct inittrace_t {
  bool active;
  uint64_t id;  // goid of the init goroutine
  uint64_t allocs;
  uint64_t bytes;
};
extern inittrace_t inittrace;

// Runs t's dependencies, depth first, and then its functions, once. On a goroutine's stack.
void do_init(inittask* t);

// The runtime's own (runtime_init_g.cpp).
extern inittask& runtime_inittask;

}  // namespace gort
