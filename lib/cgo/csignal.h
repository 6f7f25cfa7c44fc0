// lib/cgo/csignal.h: signal handlers of the program.
#pragma once
#include <signal.h>

namespace gort {

// Handles a signal by what the program has installed for it.
void run_program_handler(int signal, siginfo_t* info, void* context);

}  // namespace gort
