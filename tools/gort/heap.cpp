// tools/gort/heap.cpp: see heap.h.
//
// Blocks of up to 1 KB come in classes of 16 bytes; a span of 64 KB has blocks of one class, and a table says which.
// Freed blocks wait in their class's list, last in first out, and no memory goes back: the process is about to end.
// Larger blocks, aligned ones, and what was allocated before enable_heap() are the C library's.
#include "heap.h"

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <cstring>

extern "C" {
void* __real_malloc(size_t);
void __real_free(void*);
void* __real_realloc(void*, size_t);
void* __real_calloc(size_t, size_t);
}

namespace gort::cli {
namespace {

constexpr uint64_t kBase = 0x2000'0000'0000;  // where Linux maps nothing of its own
constexpr uint64_t kSize = 64ull << 30, kSpan = 64 << 10, kStep = 1 << 20;
constexpr size_t kLargest = 1024, kGrain = 16;

struct block {
  block* next;
};
block* free_blocks[kLargest / kGrain + 1];
uint64_t unused[kLargest / kGrain + 1];  // where each class's newest span goes on; at a span's edge there is none
uint64_t end = kBase, mapped = kBase;
uint8_t class_of[kSize / kSpan];
bool enabled = false;

bool ours(const void* p) { return reinterpret_cast<uint64_t>(p) - kBase < kSize; }
size_t size_of(const void* p) { return class_of[(reinterpret_cast<uint64_t>(p) - kBase) / kSpan] * kGrain; }

// A block that was never used; null when there is no memory. Of a span only those pages are touched that are needed.
void* fresh(size_t cls) {
  uint64_t& at = unused[cls];
  if (at % kSpan + cls * kGrain > kSpan || at % kSpan == 0) {
    if (end == mapped) {
      void* want = reinterpret_cast<void*>(mapped);
      if (mapped == kBase + kSize ||
          mmap(want, kStep, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) != want)
        return nullptr;
      mapped += kStep;
    }
    class_of[(end - kBase) / kSpan] = static_cast<uint8_t>(cls);
    at = end;
    end += kSpan;
  }
  void* p = reinterpret_cast<void*>(at);
  at += cls * kGrain;
  return p;
}

}  // namespace

void enable_heap() { enabled = true; }

extern "C" {

void* __wrap_malloc(size_t size) {
  if (!enabled || size > kLargest) return __real_malloc(size);
  size_t cls = size ? (size + kGrain - 1) / kGrain : 1;
  block* b = free_blocks[cls];
  if (!b) {
    void* p = fresh(cls);
    return p ? p : __real_malloc(size);
  }
  free_blocks[cls] = b->next;
  return b;
}

void __wrap_free(void* p) {
  if (!ours(p)) return __real_free(p);
  auto* b = static_cast<block*>(p);
  block*& list = free_blocks[size_of(p) / kGrain];
  b->next = list;
  list = b;
}

void* __wrap_calloc(size_t count, size_t size) {
  size_t bytes;
  if (!enabled || __builtin_mul_overflow(count, size, &bytes) || bytes > kLargest) return __real_calloc(count, size);
  void* p = __wrap_malloc(bytes);
  return p ? memset(p, 0, bytes) : nullptr;
}

void* __wrap_realloc(void* p, size_t size) {
  if (!p) return __wrap_malloc(size);
  if (!ours(p)) return __real_realloc(p, size);
  size_t have = size_of(p);
  if (size && size <= have) return p;
  void* q = size ? __wrap_malloc(size) : nullptr;
  if (q) memcpy(q, p, have < size ? have : size);
  if (q || !size) __wrap_free(p);
  return q;
}

}  // extern "C"

}  // namespace gort::cli
