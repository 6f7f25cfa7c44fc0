// lib/lang/rand.cpp: the random numbers of sched/rand.h for the module. Leaf.
#include "sched/rand.h"

#include "base/leaf.h"

namespace gort {

extern "C" {
LEAF uint64_t runtime_rand() { return cheaprand(); }
LEAF uint32_t runtime_rand32() { return uint32_t(cheaprand() >> 32); }
}

}  // namespace gort
