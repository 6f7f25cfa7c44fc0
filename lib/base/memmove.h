// lib/base/memmove.h: memory in bulk, for code on a goroutine's stack, which calls no libc: leaf functions, with frames
// of a few words. On the system stack use memmove and its like.
#pragma once
#include <cstdint>

extern "C" {
void gort_memmove(void* to, const void* from, uint64_t n);  // the two may overlap
void gort_memclr(void* at, uint64_t n);
bool gort_memequal(const void* a, const void* b, uint64_t n);
// Negative, zero or positive, as the bytes compare unsigned; na and nb are the lengths, a prefix is less.
int64_t gort_memcompare(const void* a, uint64_t na, const void* b, uint64_t nb);
}
