#include "compiler/abi.h"

#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringMap.h>
#include <llvm/IR/DerivedTypes.h>
#include <llvm/Support/raw_ostream.h>

namespace gort::compiler {
namespace {

constexpr AbiRow kRows[] = {
#define GORT_ABI_SECTION(title, text) {nullptr, nullptr, AbiKind::leaf, nullptr, nullptr, nullptr, text, title},
#define GORT_ABI(symbol, implementation, kind, result, parameters, attributes, doc) \
  {#symbol, #implementation, AbiKind::kind, result, parameters, attributes, doc, nullptr},
#include "gort/abi.def"
};

// "ptr fv, i64 n" -> {"ptr", "i64"}
llvm::SmallVector<llvm::StringRef, 6> parameter_types(const AbiRow& row) {
  llvm::SmallVector<llvm::StringRef, 6> types;
  llvm::SmallVector<llvm::StringRef, 6> parts;
  llvm::StringRef(row.parameters).split(parts, ',', -1, false);
  for (llvm::StringRef part : parts) types.push_back(part.trim().split(' ').first);
  return types;
}

std::string type_name(llvm::Type* type) {
  std::string text;
  llvm::raw_string_ostream out(text);
  type->print(out, false, true);
  return text;
}

}  // namespace

std::span<const AbiRow> abi_rows() { return kRows; }

const AbiRow* find_abi(llvm::StringRef symbol) {
  static const llvm::StringMap<const AbiRow*> index = [] {
    llvm::StringMap<const AbiRow*> map;
    for (const AbiRow& row : kRows)
      if (row.symbol) map[row.symbol] = &row;
    return map;
  }();
  return index.lookup(symbol);
}

bool is_runtime_name(llvm::StringRef symbol) {
  for (llvm::StringRef prefix : {"runtime_", "gort_", "time_", "sync_", "internal_poll_", "__gort_", "__morestack"})
    if (symbol.starts_with(prefix)) return true;
  return false;
}

llvm::StringRef nearest_abi_name(llvm::StringRef symbol) {
  llvm::StringRef best;
  unsigned nearest = std::max<unsigned>(2, symbol.size() / 3) + 1;
  for (const AbiRow& row : kRows) {
    if (!row.symbol || !is_runtime_name(row.symbol) || llvm::StringRef(row.symbol).starts_with("__")) continue;
    unsigned distance = symbol.edit_distance_insensitive(row.symbol, true, nearest);
    if (distance < nearest) nearest = distance, best = row.symbol;
  }
  return best;
}

bool matches_abi(const AbiRow& row, const llvm::FunctionType& type) {
  llvm::StringRef result = row.result;
  if (result == "any") return true;
  std::string given_result = type_name(type.getReturnType());
  // C has a bool as the second word of a result in a byte of its own; the runtime writes the whole byte.
  bool same = given_result == result || (result.consume_back(", i1 }") && given_result == result.str() + ", i8 }");
  if (!same) return false;
  llvm::SmallVector<llvm::StringRef, 6> wanted = parameter_types(row);
  bool variadic = !wanted.empty() && wanted.back() == "...";
  if (variadic) wanted.pop_back();
  llvm::SmallVector<llvm::Type*, 6> given;
  for (llvm::Type* p : type.params()) {
    auto* pair = llvm::dyn_cast<llvm::StructType>(p);
    if (pair && pair->getNumElements() == 2)
      given.append(pair->element_begin(), pair->element_end());
    else
      given.push_back(p);
  }
  if (variadic != type.isVarArg() || wanted.size() != given.size()) return false;
  for (size_t i = 0; i < wanted.size(); i++)
    if (wanted[i] != type_name(given[i])) return false;
  return true;
}

std::string spell_abi(const AbiRow& row) { return std::string(row.result) + " (" + row.parameters + ")"; }

std::string spell_type(const llvm::FunctionType& type) { return type_name(const_cast<llvm::FunctionType*>(&type)); }

const char* kind_name(AbiKind kind) {
  switch (kind) {
    case AbiKind::leaf:
      return "leaf";
    case AbiKind::goroutine:
      return "goroutine";
    case AbiKind::system:
      return "system";
    case AbiKind::foreign:
      return "foreign";
    case AbiKind::data:
      return "data";
  }
  return "";
}

}  // namespace gort::compiler
