// lib/lang/types_equal.h: whether two descriptors mean the same type.
//
// Within a module a type has one descriptor, and its address is the type. But the runtime has descriptors of its own
// (the types of its errors' methods), and modules that are linked together may each bring one.
#pragma once
#include "base/type.h"

namespace gort {

// Named types are the same when their names and packages are; others when they are built alike. Native code.
bool types_equal(const type* a, const type* b);

}  // namespace gort
