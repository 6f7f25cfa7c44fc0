// lib/debug/fatal.h: fatal errors, tracebacks, dumps, signals.
#pragma once
#include "boot/boot.h"
#include "sched/runtime2.h"

namespace gort {

// Remembers how to name a pc, reads GOTRACEBACK, fills the scheduler's hooks.
void debug_init(const ModuleInfo& info);
// SIGSEGV, SIGBUS, SIGFPE, SIGQUIT, ... as Go's runtime treats them. Programs may replace them (cgo/csignal.cpp).
void install_signal_handlers();

}  // namespace gort
