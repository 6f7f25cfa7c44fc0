// lib/compiler/llvm_init.h: starting LLVM. Everything that touches LLVM beyond its hash function does this first.
#pragma once

namespace gort::compiler {

// Runs LLVM's deferred static constructors and registers the host's target. Once a process; later calls do nothing.
void start_llvm();

}  // namespace gort::compiler
