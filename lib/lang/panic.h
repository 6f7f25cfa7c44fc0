// lib/lang/panic.h: panic, recover, Goexit, and how the runtime panics in the program's name.
//
// gopanic runs the deferred calls of all functions that the goroutine is in (defer.h), innermost first, on top of the
// stack that panicked, so that a traceback shows the whole way. When one of them has recovered, the function that
// deferred it goes on behind its body; when none has, the process ends.
//
// A panic may begin while another's deferred calls run. It goes on with the calls that the other has left, and what it
// then recovers ends the other as well, when that began inside the function that goes on. Goexit is a panic that nobody
// can recover; when a panic that cut it short is recovered, that panic takes its place.
//
// Source: Go 1.26's runtime/panic.go. Functions marked [g] run on a goroutine's stack (checked code).
#pragma once
#include <atomic>

#include "base/print.h"
#include "base/type.h"
#include "sched/runtime2.h"

namespace gort {

// The signal that a panic comes from. signal 0: none.
struct fault_cause {
  int64_t signal;
  int64_t code;
  uint64_t address;
  uint64_t pc;
};

// A fault below this address is a nil pointer's.
inline constexpr uint64_t kNearNull = 0x1000;

// What the panic of a recoverable signal says, after "runtime error: ". Leaf code.
const char* fault_text(int64_t signal, int64_t code);

// It lies in gopanic's frame; g::panics is the newest. Known to assembly.
struct panic {
  eface arg{};
  panic* link = nullptr;          // the one that was going on when this one began
  uint64_t wrapper = kNoWrapper;  // rbp of the deferred function when that is a wrapper
  bool recovered = false;
  bool goexit = false;
  bool repanicked = false;  // the next newer one has the same value
  bool printing = false;    // its value's Error or String method runs
  const segment* seg = nullptr;
  fault_cause cause{};

  static constexpr uint64_t kNoWrapper = ~0ull;
};
static_assert(offsetof(panic, arg) == PANIC_TYPE && offsetof(panic, wrapper) == PANIC_WRAPPER);
static_assert(offsetof(panic, recovered) == PANIC_RECOVERED && offsetof(panic, goexit) == PANIC_GOEXIT);

// [g] panic(value)
[[noreturn]] void gopanic(eface value);
// [g] Go's runtime.plainError, printed as it is: "close of nil channel". text: a literal.
[[noreturn]] void panic_plain_error(const char* text);
// [g] Go's runtime.errorString: "runtime error: " and the text. text: a literal.
[[noreturn]] void panic_error_string(const char* text);
// [g] Go's runtime.TypeAssertionError. inter null: interface{}; concrete null: the interface is nil; missing_method:
// one that concrete lacks, empty when asserted is not an interface.
[[noreturn]] void panic_type_assertion(const type* inter, const type* concrete, const type* asserted,
                                       go_string missing_method);
// [g] A nil pointer was used.
[[noreturn]] void panic_nil();

// Panics whose deferred calls run. main waits for them a little before it ends the process (BOOT row 24).
extern std::atomic<int32_t> running_panic_defers;

// The lines "panic: ..." of p and of those that it began in, and of the signal. On a system stack; calls nothing of the
// program.
void print_panics(printer& out, const panic* p);

// p's value cannot be printed: its Error or String method panicked. On the system stack.
[[noreturn]] void throw_while_printing(const panic* p);

// On the system stack: v as gort_value_text gives it, when it has no method to say so itself; a copy of a C string.
void value_text(const eface* v, char** to);
void copy_text(const char* text, go_string* to);

// The program's name for the function at an address, as its symbol has it; null: unknown (debug/names.cpp).
extern const char* (*function_name)(uint64_t pc);

// Ends the process: print_panics, the goroutine's traceback, exit code 2 (debug/fatal.cpp). On the system stack.
extern void (*fatal_panic)(const panic* p);

// The functions of gp whose frames lie deeper than (seg, sp) are left without a return: their deferred calls and the
// panics that began in them are dropped, and their cleanup handlers. Leaf code.
extern "C" void gort_defer_cut(g* gp, const segment* seg, uint64_t sp);
// p and those that began in it are over.
void panic_drop(g* gp, const panic* p);

}  // namespace gort
