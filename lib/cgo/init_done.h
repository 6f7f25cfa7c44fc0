// lib/cgo/init_done.h: threads that C made wait outside until the program's init is over (BOOT rows 14 and 19).
//
// Their first call of a module function makes them a goroutine (gort_needm), and that goroutine receives from
// main_init_done, which the boot closes. So an init function must not wait for such a thread, in Go as here. A program
// without init tasks has no init to wait for: a C program's constructors may start threads and join them.
#pragma once
#include "sync/chan.h"

namespace gort {

extern hchan* main_init_done;
extern bool callbacks_wait;  // whether there is anything to wait for; an early false costs nothing

// In foreign code, on a thread whose goroutine has just been made.
void wait_for_init();

}  // namespace gort
