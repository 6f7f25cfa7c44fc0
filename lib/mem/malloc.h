// lib/mem/malloc.h: allocation, for the rest of the runtime. [g0] Zeroed; out of memory is a throw.
#pragma once
#include <cstdint>

namespace gort {
void mem_forked();  // in a fork's child
}

extern "C" {
// An object of a type (base/type.h); null: it holds no pointers.
void* runtime_mallocgc(uint64_t size, void* type, bool needzero);
void* gort_alloc(uint64_t size);  // whose every word may be a pointer
void* gort_alloc_noscan(uint64_t size);
}
