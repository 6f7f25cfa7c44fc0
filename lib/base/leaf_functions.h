// lib/base/leaf_functions.h: functions of the C library that module code calls directly, on the goroutine's stack.
//
// Each of them uses next to no stack (test/unit/leaf_test.cpp measures it), so that it fits into the slack below a
// segment's limit, behind an unchecked frame of LLVM's. It takes no lock, calls nobody back, does not touch errno, and
// keeps nothing of the thread: a goroutine is not preempted inside (native code never is), and may be on another thread
// for the next call. That saves the way to the system stack and back, some 3 ns a call, in functions that text
// processing calls for every character. strspn, strcspn and strpbrk are missing for their tables of 256 bytes, strstr
// and memmem for 2 KB of them.
//
// The __ctype_*_loc functions answer with an address in the thread. What lies there is a pointer to the locale's table,
// the same in all threads, and callers read it at once; the loader takes away the promise that it never changes
// (compiler/passes/substitutes.cpp).
#pragma once

namespace gort {

inline constexpr const char* kLeafFunctions[] = {"memcpy",
                                                 "memmove",
                                                 "memset",
                                                 "memcmp",
                                                 "bcmp",
                                                 "memchr",
                                                 "mempcpy",
                                                 "memrchr",
                                                 "rawmemchr",
                                                 "strlen",
                                                 "strnlen",
                                                 "strchr",
                                                 "strrchr",
                                                 "strchrnul",
                                                 "strcmp",
                                                 "strncmp",
                                                 "strcpy",
                                                 "stpcpy",
                                                 "strncpy",
                                                 "strcasecmp",
                                                 "strncasecmp",
                                                 "tolower",
                                                 "toupper",
                                                 "isalpha",
                                                 "isdigit",
                                                 "isalnum",
                                                 "isspace",
                                                 "isupper",
                                                 "islower",
                                                 "ispunct",
                                                 "isprint",
                                                 "isxdigit",
                                                 "wcslen",
                                                 "wcscmp",
                                                 "wmemchr",
                                                 "wmemset",
                                                 "__ctype_b_loc",
                                                 "__ctype_tolower_loc",
                                                 "__ctype_toupper_loc"};

}  // namespace gort
