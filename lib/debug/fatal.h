// lib/debug/fatal.h: how a program ends when something is wrong.
//
// Three kinds of end, all with Go's texts and exit code 2:
//
//   panic   the program's fault that a program could have caught: the message, the goroutine's traceback
//   fatal   the program's fault that it cannot catch (deadlock)
//   throw   the runtime's fault, or what nobody can go on from: everything that is known
//
// One thread takes the process down: dying() lets the first through, parks the others for good, and ends the process
// when the first itself fails. While it prints, the world is frozen as well as it can be.
#pragma once
#include <signal.h>

#include "base/module.h"
#include "debug/traceback.h"
#include "lang/panic.h"
#include "sched/runtime2.h"

namespace gort {

// Remembers how to name a pc, reads GOTRACEBACK, fills the scheduler's hooks.
void debug_init(const ModuleInfo& info);
bool has_main_main();  // false: a C program
// SIGSEGV, SIGBUS, SIGFPE, SIGQUIT, ... as Go's runtime treats them. Programs may replace them (cgo/csignal.cpp).
void install_signal_handlers();
// Whether an action is one that install_signal_handlers made: to the program it is the default.
bool is_runtime_handler(const struct sigaction& sa);

void schedtrace(bool detail);
void debug_forked();  // the child of a fork: whatever failed, failed in the parent

// A signal that a failure comes from.
struct signal_cause {
  int signal;
  int64_t code;
  uint64_t address;
  const ucontext_t* context;
  uint64_t pc() const { return uint64_t(context->uc_mcontext.gregs[REG_RIP]); }
};

enum class failure : uint8_t { panic, fatal, thrown };

// Only the first caller returns. Others wait for the end.
void dying();
// Stops everything else. What does not stop (foreign code that does not return) is not in the way.
void freeze_the_world();
verbosity traceback_verbosity(failure kind);
// "fatal error: " or "panic: " and the text; lines after the first are indented.
void print_message(failure kind, const char* text, size_t n);
void print_signal(const fault_cause& cause);
[[noreturn]] void end_process(bool crash);
// Ends the process as the signal does by default.
[[noreturn]] void die_by(int signal);

// A failure of the goroutine that runs on this thread, whose frames w walks.
[[noreturn]] void fail_goroutine(failure kind, const char* text, walker w, const signal_cause* cause);
// A failure outside all goroutines, or of the runtime while it works for one: w walks the system stack.
[[noreturn]] void fail_runtime(failure kind, const char* text, walker w, const signal_cause* cause);

// Name and meaning as Go's table has them: "SIGSEGV: segmentation violation". Null: unknown.
const char* signal_text(int signal);

}  // namespace gort
