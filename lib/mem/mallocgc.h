// lib/mem/mallocgc.h: allocation from checked code, on a goroutine's stack.
#pragma once
#include "base/type.h"
#include "sched/systemstack.h"

extern "C" void* runtime_mallocgc(uint64_t size, void* type, bool needzero);
extern "C" void* gort_alloc(uint64_t size);
// What pointers to nothing point to: objects of no size. Never written.
extern "C" uint64_t runtime_zerobase;

namespace gort {

inline constexpr uint64_t kMaxAlloc = 1ull << 48;  // no object is bigger: no address space has room

// t null: no pointers inside. Zeroed when asked for. Out of memory is fatal.
[[gnu::always_inline]] inline void* mallocgc(uint64_t size, const type* t, bool needzero) {
  return reinterpret_cast<void*>(gort_systemstack(reinterpret_cast<void*>(runtime_mallocgc),
                                                  reinterpret_cast<void*>(size), const_cast<type*>(t),
                                                  reinterpret_cast<void*>(uint64_t(needzero))));
}

// Zeroed; every word may be a pointer.
[[gnu::always_inline]] inline void* mallocgc_scanned(uint64_t size) {
  return reinterpret_cast<void*>(
      gort_systemstack(reinterpret_cast<void*>(gort_alloc), reinterpret_cast<void*>(size), nullptr, nullptr));
}

}  // namespace gort
