// lib/cgo/cancel.h: threads and goroutines that end in the midst of their functions.
#pragma once
#include <unwind.h>

#include <cstdint>

namespace gort {

// On the system stack: unwinds all frames of the calling goroutine; `stop` is asked before each one and ends it.
[[noreturn]] void force_unwind(_Unwind_Exception* exception, _Unwind_Stop_Fn stop);

// On the goroutine's stack, which is empty: its end after pthread_exit.
void end_unwound();
// Its parts that are native.
void wait_for_threads(void*);
void main_keys(void*);
void count_goroutines(int64_t* n);

}  // namespace gort
