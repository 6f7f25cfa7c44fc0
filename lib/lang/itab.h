// lib/lang/itab.h: interface tables: for a type and an interface that it implements, where its methods are.
//
// Front ends emit the tables that they know of. Those that a program asks for while it runs (x.(I)) are made once and
// kept for good, in a hash table that is read without a lock: entries are only added, a bigger table replaces the old
// one as a whole, and readers of the old one miss at most what has been added since. A table whose first method is null
// remembers that the type does not implement the interface. Source: Go's runtime/iface.go.
#pragma once
#include <atomic>

#include "base/type.h"

namespace gort {

struct itab_table {
  uint64_t mask;
  uint64_t count;
  std::atomic<itab*> entries[1];  // mask + 1
};
extern std::atomic<itab_table*> itabs;

[[gnu::always_inline]] inline uint64_t itab_hash(const interface_type* inter, const type* t) {
  // Addresses, not the descriptors' hashes: those are the front end's to choose.
  uint64_t h = (reinterpret_cast<uint64_t>(inter) * 31 + reinterpret_cast<uint64_t>(t)) * 0x9e3779b97f4a7c15;
  return h >> 32;
}

// Null when nobody has asked before, or somebody is adding it right now.
[[gnu::always_inline]] inline itab* find_itab(const interface_type* inter, const type* t) {
  itab_table* table = itabs.load(std::memory_order_acquire);  // pairs with the release in itab_add
  if (!table) return nullptr;
  for (uint64_t i = itab_hash(inter, t);; i++) {
    itab* tab = table->entries[i & table->mask].load(std::memory_order_acquire);
    if (!tab || (tab->inter == inter && tab->typ == t)) return tab;
  }
}

// On the system stack: makes the table, if nobody else has meanwhile.
void make_itab(const interface_type* inter, const type* t, itab** to);
// On the system stack: the first method of inter that t lacks.
void missing_method(const interface_type* inter, const type* t, go_string* name);
void itab_forked();  // in a fork's child

// [g] The table, or null; with can_fail false a TypeAssertionError instead of null.
itab* getitab(const interface_type* inter, const type* t, bool can_fail);

}  // namespace gort
