// lib/compiler/llvm_init.cpp: LLVM's static constructors, run late.
//
// LLVM has some 400 of them (command-line options, mostly), 2.3 ms and 415 page faults of every start.
// tools/gort/lazyinit.ld keeps those of LLVM's archives out of .init_array and puts them into a table of their own; a
// start from the cache never runs them. In programs linked without that script (the unit tests) the table is empty and
// the constructors have run.
#include "compiler/llvm_init.h"

#include <llvm/Support/CommandLine.h>
#include <llvm/Support/TargetSelect.h>
#include <unistd.h>

extern "C" {
using InitFn = void (*)(int, char**, char**);
extern InitFn __llvm_init_begin[] __attribute__((weak));
extern InitFn __llvm_init_end[] __attribute__((weak));
}

namespace gort::compiler {

void start_llvm() {
  static bool started = false;
  if (started) return;
  started = true;
  for (InitFn* f = __llvm_init_begin; f < __llvm_init_end; f++) (*f)(0, nullptr, environ);
  llvm::InitializeNativeTarget();
  llvm::InitializeNativeTargetAsmPrinter();
  llvm::InitializeNativeTargetAsmParser();
  // The scheduler after register allocation takes 8% of code generation; out-of-order machines run its code no faster.
  // (Parsing a command line would take 2 ms.)
  auto& options = llvm::cl::getRegisteredOptions();
  if (auto found = options.find("disable-post-ra"); found != options.end())
    found->second->addOccurrence(0, "disable-post-ra", "true");
}

}  // namespace gort::compiler
