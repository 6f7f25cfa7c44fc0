// lib/compiler/generate.h: the middle end and code generation: how much work is done for which request.
//
//   no -O flag   the module as its front end left it: no middle-end passes; code generation at full quality, or the
//   quick
//                one when the module is unoptimised (its functions are optnone). First starts are quick, and IR that
//                clang -O2 or rustc made gains nothing from a second pipeline that costs more than code generation
//                itself.
//   -O0          no passes, quick code generation
//   -O1..-O3     the pipeline of that level over the whole module, also over code that its front end compiled at -O0
//
// A big module's code generation is split over the cores: the module is optimised whole, and forked workers generate
// the functions that are their share (partition.h).
#pragma once
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Target/TargetMachine.h>

#include <memory>
#include <optional>
#include <vector>

#include "compiler/ir.h"

namespace gort::compiler {

// Locals that became visible so that parts of a module can refer to each other's; taken off again in the symbol table.
inline constexpr llvm::StringRef kPromotedSuffix = "$local";

// For this machine, with its CPU's features; the small code model, position independent. Null: the report says why.
std::unique_ptr<llvm::TargetMachine> make_target(Report&);

// Settles the level of code generation for the program, and runs the optimiser when the options ask for it.
void optimise(Program&, llvm::TargetMachine&, const Options&);

// One or more objects. nullopt: the report has the errors (of inline assembly, mostly).
std::optional<std::vector<std::unique_ptr<llvm::MemoryBuffer>>> generate(Program&, llvm::TargetMachine&, const Options&,
                                                                         Report&);

// The module's assembly on stdout, for --dump-ir=asm.
void dump_assembly(Program&, llvm::TargetMachine&);

}  // namespace gort::compiler
