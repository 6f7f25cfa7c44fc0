// lib/mem/malloc.cpp: runtime_mallocgc and its like. Nothing is collected yet, so nothing is given back, and allocating
// is moving a pointer: each thread has a chunk, chunks come out of regions that the kernel has just given, zeroed, and
// that cost nothing before they are touched. Huge pages are not asked for: they save a fifth of filling a big map, but
// in a virtual machine whose host takes free memory back each of them is 512 of the host's page faults, and filling
// takes three times as long.
//
// Sizes are rounded up to Go's size classes, because the init trace (BOOT row 17) and later the statistics count what
// an object occupies, not what was asked for.
#include "mem/malloc.h"

#include <stdlib.h>
#include <string.h>

#include "base/os_linux.h"
#include "base/type.h"
#include "mem/sizeclasses.h"
#include "mem/stats.h"
#include "sched/proc.h"

namespace gort {

void (*malloc_hook)(g*, uint64_t bytes);

namespace {
constexpr uint64_t kPage = 4096;

// Large objects begin where their size divides, as they do in Go's heap; others where any scalar may.
constexpr uint64_t alignment(uint64_t size) { return size % kPage == 0 ? kPage : size >= 16 ? 16 : 8; }

#ifdef GORT_ASAN
// The C library's, so that the sanitizer knows where an object ends.
void* allocate_bytes(uint64_t size, uint64_t align) {
  void* p = align > 16 ? aligned_alloc(align, size) : malloc(size);
  if (!p) throw_("out of memory");
  return memset(p, 0, size);
}
#else
constexpr uint64_t kChunk = 256 << 10, kRegion = 64 << 20;

mutex region_lock{lock_rank::region};
uint64_t region_at GUARDED_BY(region_lock), region_end GUARDED_BY(region_lock);

struct chunk {
  uint64_t at, end;
};
thread_local chunk mine;  // the calling thread's: system stacks do not migrate

constexpr uint64_t align_up(uint64_t v, uint64_t to) { return (v + to - 1) & ~(to - 1); }

// Zeroed memory that nobody has.
uint64_t take(uint64_t size, uint64_t align) {
  lock_guard held(region_lock);
  uint64_t p = align_up(region_at, align);
  if (p + size > region_end) {
    uint64_t bytes = size + kPage > kRegion ? align_up(size + kPage, kPage) : kRegion;
    void* region = os::reserve(bytes);
    if (!region) throw_("out of memory");
    region_at = reinterpret_cast<uint64_t>(region);
    region_end = region_at + bytes;
    p = align_up(region_at, align);
  }
  region_at = p + size;
  return p;
}

void* allocate_bytes(uint64_t size, uint64_t align) {
  uint64_t p = align_up(mine.at, align);
  if (p + size > mine.end) {
    if (size > kChunk / 8) return reinterpret_cast<void*>(take(size, align));
    p = take(kChunk, kPage);
    mine.end = p + kChunk;
  }
  mine.at = p + size;
  return reinterpret_cast<void*>(p);
}
#endif

void* allocate(uint64_t size) {
  if (size > uint64_t(PTRDIFF_MAX)) throw_("out of memory");
  uint64_t rounded = roundupsize(size);
  void* p = allocate_bytes(rounded, alignment(rounded));
  if (malloc_hook) malloc_hook(getg(), rounded);
  return p;
}
}  // namespace

void mem_forked() {
#ifndef GORT_ASAN
  region_lock.forget();
#endif
}

extern "C" {
uint64_t runtime_zerobase;

void* runtime_newobject(const type* t) { return t->size ? allocate(t->size) : &runtime_zerobase; }
void* runtime_mallocgc(uint64_t size, void* type, bool needzero) { return allocate(size); }
void* gort_alloc(uint64_t size) { return allocate(size); }
void* gort_alloc_noscan(uint64_t size) { return allocate(size); }
}

}  // namespace gort
