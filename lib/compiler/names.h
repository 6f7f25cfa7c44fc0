// lib/compiler/names.h: what people call a function.
#pragma once
#include <llvm/ADT/StringRef.h>

#include <string>

namespace gort::compiler {

// A symbol of C++, Rust or D as its source spells it, without parameters, which a traceback has no values for. Others
// stay as they are.
std::string source_name(llvm::StringRef symbol);

}  // namespace gort::compiler
