// lib/base/leaf.h: LEAF marks native code that is called directly on a goroutine's stack (HACKING.md, rule 3).
#pragma once

// The compiler must not make calls of memcpy and its like out of loops, and the sanitizers' bookkeeping has no place
// here.
#define LEAF \
  __attribute__((no_builtin("memcpy", "memmove", "memset", "memcmp"), no_sanitize("address", "thread", "undefined")))
