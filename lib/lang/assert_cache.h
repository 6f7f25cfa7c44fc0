// lib/lang/assert_cache.h: what a type assertion or a type switch in the program remembers of its earlier results, so
// that the program's own code finds them without a call (Go's internal/abi/switch.go).
//
// A cache is a small hash table that never changes: the code takes entries[(type->hash + i) & mask] for i = 0, 1, ...
// up to the type or an empty entry. The runtime now and then puts a copy with one entry more in its place; the bigger
// the cache, the rarer, so that the copying costs little.
#pragma once
#include <atomic>

#include "base/type.h"
#include "mem/mallocgc.h"
#include "sched/rand.h"

namespace gort {

struct type_assert_entry {
  const type* typ;  // null: empty
  itab* tab;        // null: the assertion fails
};
struct interface_switch_entry {
  const type* typ;
  int64_t index;  // of the case
  itab* tab;
};
template <class Entry>
struct assert_cache {
  uint64_t mask;
  Entry entries[1];  // mask + 1
};

// The records of one place in the program, emitted by the front end.
struct type_assert {
  std::atomic<assert_cache<type_assert_entry>*> cache;
  const interface_type* inter;
  bool can_fail;
};
struct interface_switch {
  std::atomic<assert_cache<interface_switch_entry>*> cache;
  int64_t ncases;
  const interface_type* cases[1];  // ncases
};

template <class Entry>
[[gnu::always_inline]] inline void cache_put(assert_cache<Entry>* c, const Entry& e) {
  uint64_t i = e.typ->hash;
  while (c->entries[i & c->mask].typ) i++;
  c->entries[i & c->mask] = e;
}

// A place without a cache has null.
template <class Entry>
[[gnu::always_inline]] inline void remember(std::atomic<assert_cache<Entry>*>& cache, const Entry& e) {
  constexpr uint64_t kSeldom = 1023;
  uint64_t r = cheaprand();
  if (r & kSeldom) return;
  assert_cache<Entry>* old = cache.load(std::memory_order_acquire);
  if (!old || (r >> 32 & old->mask)) return;
  uint64_t n = 1;
  for (uint64_t i = 0; i <= old->mask; i++) {
    if (old->entries[i].typ == e.typ) return;
    n += old->entries[i].typ != nullptr;
  }
  uint64_t size = 2;  // at most half full
  while (size < n * 2) size *= 2;
  auto* bigger = static_cast<assert_cache<Entry>*>(mallocgc(8 + size * sizeof(Entry), nullptr, true));
  bigger->mask = size - 1;
  for (uint64_t i = 0; i <= old->mask; i++)
    if (old->entries[i].typ) cache_put(bigger, old->entries[i]);
  cache_put(bigger, e);
  // One of several that do so at once wins; the program's code loads with acquire.
  cache.compare_exchange_strong(old, bigger, std::memory_order_release, std::memory_order_relaxed);
}

}  // namespace gort
