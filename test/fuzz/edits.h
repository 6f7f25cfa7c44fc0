// test/fuzz/edits.h: random changes of a module that LLVM's verifier accepts and that a loader has opinions about.
//
// LLVM dies on damaged bitcode by itself, so the fuzzer changes modules as IR: names, types and linkages of symbols
// that mean something to gort, init tasks, thread-locals, aliases, inline assembly, variadic functions, conventions,
// attributes.
#pragma once
#include <llvm/IR/Module.h>

#include <random>

// One edit, or none when it does not fit; the module may be invalid afterwards, for the caller to notice.
void edit(llvm::Module&, std::mt19937& random);
