// lib/compiler/abi.h: include/gort/abi.def as data, for the checks, the passes and `gort abi`.
#pragma once
#include <llvm/ADT/StringRef.h>

#include <span>
#include <string>

#include "boot/boot.h"

namespace llvm {
class FunctionType;
}

namespace gort::compiler {

// A row of the table: a symbol, or (symbol null) the opening of a section.
struct AbiRow {
  const char *symbol, *implementation;
  AbiKind kind;
  const char *result, *parameters, *attributes;
  const char* doc;    // of a section: its text
  const char* title;  // of a section
};
std::span<const AbiRow> abi_rows();

// The row of a symbol; null when the table has none of that name.
const AbiRow* find_abi(llvm::StringRef symbol);

// "module code" names: only the runtime may define them. (The table's other names belong to the C library: a program
// may bring its own.)
bool is_runtime_name(llvm::StringRef symbol);

// The known name nearest to `symbol`, for "did you mean"; empty when none is near.
llvm::StringRef nearest_abi_name(llvm::StringRef symbol);

// Whether a declaration has the type that the table asks for. A string or an interface may be written as two scalars or
// as one aggregate of two.
bool matches_abi(const AbiRow&, const llvm::FunctionType&);

// "void (ptr fv, i64 n)", as the table spells it, and an actual type in the same notation.
std::string spell_abi(const AbiRow&);
std::string spell_type(const llvm::FunctionType&);

const char* kind_name(AbiKind);

}  // namespace gort::compiler
