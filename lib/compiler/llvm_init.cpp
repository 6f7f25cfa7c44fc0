// lib/compiler/llvm_init.cpp: LLVM's static constructors, run late.
//
// LLVM has some 400 of them (command-line options, mostly), 2.3 ms and 415 page faults of every start.
// tools/gort/lazyinit.ld keeps those of LLVM's archives out of .init_array and puts them into a table of their own; a
// start from the cache never runs them. In programs linked without that script (the unit tests) the table is empty and
// the constructors have run.
#include "compiler/llvm_init.h"

#include <llvm/Support/TargetSelect.h>
#include <unistd.h>

extern "C" {
using InitFn = void (*)(int, char**, char**);
extern InitFn __llvm_init_begin[] __attribute__((weak));
extern InitFn __llvm_init_end[] __attribute__((weak));
}

#ifdef GORT_ASAN
// LLVM's libraries are not instrumented. Its allocators, inlined here and there, must not poison what the others use;
// nor can containers be checked that both sides grow. Nothing of LLVM is ever taken apart, so all of it would be a
// leak.
extern "C" const char* __asan_default_options();
const char* __asan_default_options() {
  return "allow_user_poisoning=0:detect_container_overflow=0:detect_leaks=0:detect_stack_use_after_return=0";
}
#endif

namespace gort::compiler {

void start_llvm() {
  static bool started = false;
  if (started) return;
  started = true;
  for (InitFn* f = __llvm_init_begin; f < __llvm_init_end; f++) (*f)(0, nullptr, environ);
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  llvm::InitializeNativeTargetAsmParser();
}

}  // namespace gort::compiler
