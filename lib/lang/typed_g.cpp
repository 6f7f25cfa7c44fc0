// lib/lang/typed_g.cpp: copying and clearing values of a type (Go's runtime/mbarrier.go). Front ends call these instead
// of runtime_memmove where a value may hold pointers, so that a collector that must hear of pointer stores can be told
// here; today's memory has none, and the type only says how much to copy.
#include <algorithm>

#include "base/memmove.h"
#include "base/type.h"

namespace gort {

extern "C" {
void runtime_typedmemmove(const type* t, void* to, const void* from) { gort_memmove(to, from, t->size); }
void runtime_typedmemclr(const type* t, void* at) { gort_memclr(at, t->size); }
int64_t runtime_typedslicecopy(const type* t, void* to, int64_t tolen, const void* from, int64_t fromlen) {
  int64_t n = std::min(tolen, fromlen);
  gort_memmove(to, from, uint64_t(n) * t->size);
  return n;
}
}

}  // namespace gort
