// lib/compiler/partition.h: a big module's code generation on several cores.
#pragma once
#include <llvm/ADT/STLFunctionalExtras.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/MemoryBuffer.h>

#include <memory>
#include <optional>
#include <vector>

#include "compiler/report.h"

namespace gort::compiler {

// How many parts to make: 1 when the module is small or there is one core.
unsigned partition_count(const llvm::Module&);

// Makes an object of a module. Null: the reason has been reported.
using GenerateFn = llvm::function_ref<std::unique_ptr<llvm::MemoryBuffer>(llvm::Module&)>;

// Calls `generate` on `parts` modules that are the given one together, each in a process of its own. The module's
// locals get hidden names (kPromotedSuffix) first. The objects are in the order of the parts; the split depends on the
// module and `parts` only. nullopt when a worker failed, which has been reported; one that a signal ended takes this
// process with it.
std::optional<std::vector<std::unique_ptr<llvm::MemoryBuffer>>> generate_parts(llvm::Module&, unsigned parts, Report&,
                                                                               GenerateFn generate);

}  // namespace gort::compiler
