// See names.h.
#include "compiler/names.h"

#include <llvm/ADT/StringExtras.h>
#include <llvm/Demangle/Demangle.h>

#include <cstdlib>

namespace gort::compiler {
namespace {

using llvm::StringRef;

// A screenful of template arguments tells nobody more than its beginning.
constexpr size_t kLongest = 400;

// Rust's older mangling is C++'s, with a hash as the last part.
bool is_rust_hash(StringRef part) {
  return part.size() == 17 && part[0] == 'h' && llvm::all_of(part.drop_front(), llvm::isHexDigit);
}

std::string taken(char* text, StringRef otherwise) {
  std::string out = text ? text : otherwise.str();
  free(text);
  return out;
}

std::string demangled(StringRef symbol) {
  std::string name = symbol.str();
  if (symbol.starts_with("_R")) return taken(llvm::rustDemangle(name), symbol);
  if (symbol.starts_with("_D")) return taken(llvm::dlangDemangle(name), symbol);
  llvm::ItaniumPartialDemangler demangler;
  if (!symbol.starts_with("_Z") || demangler.partialDemangle(name.c_str())) return name;
  size_t size = 0;
  std::string out = taken(demangler.isFunction() ? demangler.getFunctionName(nullptr, &size) : nullptr, "");
  if (out.empty()) out = taken(demangler.finishDemangle(nullptr, &size), symbol);
  size_t last = out.rfind("::");
  if (last != std::string::npos && is_rust_hash(StringRef(out).substr(last + 2))) out.resize(last);
  return out;
}

}  // namespace

std::string source_name(StringRef symbol) {
  std::string name = demangled(symbol);
  if (name.size() > kLongest && name != symbol) name.replace(kLongest - 3, std::string::npos, "...");
  return name;
}

}  // namespace gort::compiler
