// lib/compiler/passes/passes.h: the passes of our own, in the order in which pipeline.cpp runs them. Each has a file
// named after it, whose head says what it does and why.
#pragma once
#include <llvm/IR/GlobalValue.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/Error.h>

#include <cstdint>
#include <string>

#include "compiler/ir.h"

namespace gort::compiler {

// Before the optimiser: lower().
void keep_entries(Program&);                // ctors.cpp; first: a list of constructors may name a task, by mistake
void substitute(llvm::Module&);             // substitutes.cpp
void collect_init_functions(Program&);      // ctors.cpp
llvm::Error lower_thread_locals(Program&);  // tls.cpp

// After it: finish().
void mark_sjlj(llvm::Module&);                           // sjlj.cpp
void mark_defers(llvm::Module&);                         // defers.cpp
void realign_allocas(llvm::Module&);                     // allocas.cpp
void split_variadics(llvm::Module&);                     // varargs.cpp
void route_calls(Program&, uint64_t base);               // calls.cpp
void finish_frames(llvm::Module&, bool frame_pointers);  // frame.cpp

// Makes sure that a symbol keeps its definition and a name of its own until the image is written; returns the name.
std::string keep_symbol(llvm::GlobalValue&);

// On functions that cannot have a stack check: variadic shells. Their frames are small and they call checked code only.
inline constexpr char kUnchecked[] = "gort-unchecked";

}  // namespace gort::compiler
