// lib/debug/fatal.cpp: throw and fatal.
#include <string.h>
#include <unistd.h>

#include "base/print.h"
#include "debug/fatal.h"
#include "sched/proc.h"

namespace gort {

void debug_init(const ModuleInfo& info) {}
void install_signal_handlers() {}

void throw_(const char* text) {
  panicking.fetch_add(1);
  print("fatal error: ", text, "\n");
  _exit(2);
}
void fatal(const char* text) { throw_(text); }

extern "C" {
void runtime_throw(const char* text, int64_t len) {
  printer out;
  out << "fatal error: ";
  out.put(text, size_t(len)) << "\n";
  out.flush();
  _exit(2);
}
void gort_throw(const char* text) { throw_(text); }
void runtime_panicdivide() { throw_("divide"); }
void runtime_panicmem() { throw_("mem"); }
void gort_signal() {}
void gort_sigaction() {}
}
}  // namespace gort
