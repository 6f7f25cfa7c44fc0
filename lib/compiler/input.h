// lib/compiler/input.h: one file, or one member of an archive, on its way into a program.
//
// What a file is, is decided by its content, never by its name: LLVM IR as text or bitcode (also in the wrapper that
// Apple's tools write, and inside objects of -flto and -ffat-lto-objects), a native object, an archive. Everything
// else, and everything damaged, is refused with one line that says what it is instead.
#pragma once
#include <llvm/ADT/StringRef.h>
#include <llvm/Support/MemoryBuffer.h>

#include <memory>
#include <string>
#include <vector>

#include "compiler/report.h"

namespace llvm {
class LLVMContext;
class Module;
class TargetMachine;
}  // namespace llvm

namespace gort::compiler {

enum class InputKind { text, bitcode, object, archive, unusable };

struct Input {
  std::string name;  // as the user wrote it; "<stdin>"; "libx.a(y.o)"
  std::unique_ptr<llvm::MemoryBuffer> buffer;
  InputKind kind = InputKind::unusable;
};

// Opens and classifies. kind is `unusable` when the report has an error about it.
Input open_input(llvm::StringRef path, Report&);
Input make_input(std::string name, std::unique_ptr<llvm::MemoryBuffer>, Report&);

// Reads the IR of a text or bitcode input, checks its triple and data layout (an empty one becomes the host's), adapts
// the CPU features, and verifies. False: the report has the errors. A bitcode file may hold several modules.
bool read_ir(const Input&, llvm::LLVMContext&, llvm::TargetMachine&, Report&,
             std::vector<std::unique_ptr<llvm::Module>>& out);

// Makes the functions' target-cpu and target-features fit this machine (features.cpp).
void adapt_features(llvm::Module&, llvm::TargetMachine&, Report&);

}  // namespace gort::compiler
