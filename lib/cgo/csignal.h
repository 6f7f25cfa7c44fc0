// lib/cgo/csignal.h: signal handlers of the program.
#pragma once
#include <signal.h>

#include <cstdint>

namespace gort {

// Handles a signal by what the program has installed for it.
void run_program_handler(int signal, siginfo_t* info, void* context);

// A handler was given that may be native code, which may leave by longjmp (library_signals.cpp).
void native_handler_installed();
// Before native code's longjmp to a frame at sp: ends the handlers that it leaves.
void leave_handlers_for(uint64_t sp);

// signal() and its kin for modules and libraries.
extern "C" {
int gort_sigaction(int signal, const struct sigaction* act, struct sigaction* old);
void (*gort_signal(int signal, void (*fn)(int)))(int);
void (*gort_sysv_signal(int signal, void (*fn)(int)))(int);
void (*gort_sigset(int signal, void (*fn)(int)))(int);
int gort_sigaltstack(const stack_t* ss, stack_t* old);
}

}  // namespace gort
