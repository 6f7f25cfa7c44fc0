// lib/cgo/cgo.h: the border to foreign code, for the runtime's own use.
#pragma once
#include <cstdint>

#include "sched/runtime2.h"

// Gives a function of ours, defined in this file, the C library's name, for libraries (tools/CMakeLists.txt exports
// it).
#define EXPORT_AS(name, ours) decltype(ours) export_##name __asm__(#name) __attribute__((alias(#ours)))

namespace gort {

void cgo_init();
void threads_init();

// On a goroutine's stack: fn(arg) as a foreign call; it may block and may call the module.
extern "C" void gort_cgocall(void* fn, void* arg);
inline void cgocall(void* fn, void* arg) { gort_cgocall(fn, arg); }

// On a goroutine's stack: destroys its thread-local objects, then exit(code) as a foreign call.
extern "C" void gort_exit(int code);

// Native code, first thing on a thread that the C library has made for itself: module code may be called from here on.
void meet_thread();

// The main thread is in libraries' constructors, which may call the program by a name that it exports: then it has no
// stack to run on, and the process ends with a word.
void not_yet_booted(bool);

// Frees gp's blocks of thread-local variables; at its end, on the system stack.
void tls_free(g* gp);

}  // namespace gort
