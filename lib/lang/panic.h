// lib/lang/panic.h: panics, and how the runtime panics in the program's name.
//
// Functions marked [g] run on a goroutine's stack (checked code) and may be recovered by the program.
#pragma once
#include "base/print.h"
#include "base/type.h"

namespace gort {

// One panic that has not been recovered yet. It lies in gopanic's frame; g::panics is the newest.
struct panic {
  eface arg;
  panic* link;  // the one that was going on when this one began
};

// [g] panic(value)
[[noreturn]] void gopanic(eface value);
// [g] Go's runtime.plainError, printed as it is: "close of nil channel". text: a literal.
[[noreturn]] void panic_plain_error(const char* text);
// [g] Go's runtime.errorString: "runtime error: " and the text. text: a literal.
[[noreturn]] void panic_error_string(const char* text);

// The lines "panic: ..." of p and of those that it began in. On a system stack; calls nothing of the program.
void print_panics(printer& out, const panic* p);

// Ends the process: print_panics, the goroutine's traceback, exit code 2 (debug/fatal.cpp). On the system stack.
extern void (*fatal_panic)(const panic* p);

}  // namespace gort
