// lib/mem/malloc.cpp: runtime_mallocgc and gort_alloc. Memory comes from the C library and is not collected yet.
//
// Sizes are rounded up to Go's size classes, because the init trace (BOOT row 17) and later the statistics count what
// an object occupies, not what was asked for.
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include "base/type.h"
#include "mem/malloc.h"
#include "mem/sizeclasses.h"
#include "mem/stats.h"
#include "sched/proc.h"

namespace gort {

void (*malloc_hook)(g*, uint64_t bytes);

namespace {
void* allocate(uint64_t size) {
  if (size > uint64_t(PTRDIFF_MAX)) throw_("out of memory");
  uint64_t rounded = roundupsize(size);
  void* p = rounded >= 1024 && rounded % 4096 == 0 ? aligned_alloc(4096, rounded) : malloc(rounded);
  if (!p) throw_("out of memory");
  memset(p, 0, rounded);
  if (malloc_hook) malloc_hook(getg(), rounded);
  return p;
}
}  // namespace

extern "C" {
uint64_t runtime_zerobase;

void* runtime_newobject(const type* t) { return t->size ? allocate(t->size) : &runtime_zerobase; }
void* runtime_mallocgc(uint64_t size, void* type, bool needzero) { return allocate(size); }
void* gort_alloc(uint64_t size) { return allocate(size); }
void* gort_alloc_noscan(uint64_t size) { return allocate(size); }
}

}  // namespace gort
