// lib/cgo/libc.cpp: small substitutes for C library functions.
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <unistd.h>

#include "cgo/cgo.h"
#include "sched/proc.h"

extern "C" {

// errno of the goroutine; the foreign-call thunk carries it to the thread and back.
int* gort_errno_location() { return &gort::getg()->errno_; }

// These live in libc_nonshared.a: they are in no symbol table that a loader could look them up in.
int gort_atexit(void (*fn)()) { return atexit(fn); }
int gort_at_quick_exit(void (*fn)()) { return at_quick_exit(fn); }
int gort_pthread_atfork(void (*prepare)(), void (*parent)(), void (*child)()) {
  return pthread_atfork(prepare, parent, child);
}

// A child that ran on our stacks would destroy the frames that the parent returns through.
int gort_vfork() { return fork(); }

}  // extern "C"
