// lib/lang/types.h: the descriptors of the predeclared types (types_amd64.S), for the runtime itself.
#pragma once
#include "base/type.h"

extern "C" {
extern const gort::type gort_type_int, gort_type_uint64, gort_type_string, gort_type_unsafe_pointer;
}
