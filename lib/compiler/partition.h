// lib/compiler/partition.h: a big module's code generation on several cores.
#pragma once
#include <llvm/ADT/STLFunctionalExtras.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/MemoryBuffer.h>

#include <memory>
#include <vector>

#include "compiler/diagnose.h"

namespace gort::compiler {

// How many parts to make: 1 when the module is small or there is one core.
unsigned partition_count(const llvm::Module&, int threads);

// Calls `generate` on `parts` modules that are the given one together, on as many threads. The module's locals get
// hidden names (kPromotedSuffix) first. Results are in the order of the parts; the split depends on the module and
// `parts` only.
std::vector<std::unique_ptr<llvm::MemoryBuffer>> generate_parts(
    llvm::Module&, unsigned parts, Diagnostics&,
    llvm::function_ref<std::unique_ptr<llvm::MemoryBuffer>(llvm::Module&)> generate);

}  // namespace gort::compiler
