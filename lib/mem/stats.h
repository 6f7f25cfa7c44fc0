// lib/mem/stats.h: who hears of allocations.
#pragma once
#include <cstdint>

namespace gort {
struct g;
// Called for each allocation with the bytes that the object occupies; the boot counts those of init functions with it.
extern void (*malloc_hook)(g*, uint64_t bytes);
}  // namespace gort
