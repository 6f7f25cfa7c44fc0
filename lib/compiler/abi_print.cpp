// lib/compiler/abi_print.cpp: `gort abi`: include/gort/abi.def in the three forms that people use it in. docs/abi.md is
// the output of --md; a test compares the two.
#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringSet.h>
#include <llvm/ADT/StringSwitch.h>
#include <llvm/Support/raw_ostream.h>

#include "compiler/abi.h"
#include "compiler/compiler.h"

namespace gort::compiler {
namespace {

using llvm::StringRef;

struct Parameter {
  StringRef type, name;
};
llvm::SmallVector<Parameter, 6> parameters_of(const AbiRow& row) {
  llvm::SmallVector<Parameter, 6> out;
  llvm::SmallVector<StringRef, 6> parts;
  StringRef(row.parameters).split(parts, ',', -1, false);
  for (StringRef part : parts) {
    auto [type, name] = part.trim().split(' ');
    out.push_back({type, name});
  }
  return out;
}

bool has_signature(const AbiRow& row) { return StringRef(row.result) != "any"; }

// "void @runtime_newproc(ptr %fv)"
void print_ir(const AbiRow& row, llvm::raw_ostream& out) {
  out << row.result << " @" << row.symbol << "(";
  StringRef separator;
  for (const Parameter& p : parameters_of(row)) {
    out << separator << p.type;
    if (!p.name.empty()) out << " %" << p.name;
    separator = ", ";
  }
  out << ")";
  if (*row.attributes) out << " " << row.attributes;
}

void print_ll(llvm::raw_ostream& out) {
  out << "; The symbols of gort's runtime, version " GORT_VERSION ". Take over the lines that a module needs.\n";
  for (const AbiRow& row : abi_rows()) {
    if (row.title) {
      out << "\n; " << row.title << ". " << row.doc << "\n";
    } else if (row.kind == AbiKind::data) {
      out << "\n; " << row.doc << "\n@" << row.symbol << " = external global i8\n";
    } else if (has_signature(row)) {
      out << "\n; " << row.doc << "\ndeclare ";
      print_ir(row, out);
      out << "\n";
    } else {
      out << ";   " << row.symbol << ": " << row.doc << "\n";
    }
  }
}

// Results of two words get a struct: "{ ptr, i64 }" is gort_ptr_i64.
std::string pair_name(StringRef type) {
  auto [first, second] = type.trim("{ }").split(", ");
  return "gort_" + first.str() + "_" + second.str();
}

std::string c_type(StringRef type) {
  if (type.starts_with("{")) return pair_name(type) + " ";
  return llvm::StringSwitch<const char*>(type)
      .Case("ptr", "void *")
      .Case("i1", "bool ")
      .Case("i8", "uint8_t ")
      .Case("i16", "int16_t ")
      .Case("i32", "int32_t ")
      .Case("i64", "int64_t ")
      .Case("float", "float ")
      .Case("double", "double ")
      .Case("void", "void ")
      .Default("void *");
}

void print_h(llvm::raw_ostream& out) {
  out << "// The symbols of gort's runtime for front ends written in C, version " GORT_VERSION
         ". Made by: gort abi --h\n"
         "// What C programs use (gort_go and its like) is in gort/gort.h.\n"
         "#pragma once\n#include <stdbool.h>\n#include <stdint.h>\n\n#ifdef __cplusplus\nextern \"C\" {\n#endif\n";
  llvm::StringSet<> pairs;
  for (const AbiRow& row : abi_rows()) {
    StringRef result = row.title ? "" : row.result;
    if (!result.starts_with("{") || !pairs.insert(result).second) continue;
    auto [first, second] = result.trim("{ }").split(", ");
    out << (pairs.size() == 1 ? "\n" : "") << "typedef struct {\n  " << c_type(first) << "a;\n  " << c_type(second)
        << "b;\n} " << pair_name(result) << ";\n";
  }
  std::string section;
  for (const AbiRow& row : abi_rows()) {
    if (row.title) {
      section = std::string("\n// ") + row.title + ". " + row.doc + "\n";
      continue;
    }
    StringRef name = row.symbol;
    bool for_c = name.starts_with("runtime_") || name.starts_with("time_") || name.starts_with("sync_");
    if (!for_c || !has_signature(row)) continue;
    out << section;
    section.clear();
    out << "\n// " << row.doc << "\n";
    if (StringRef(row.attributes).contains("noreturn")) out << "__attribute__((noreturn)) ";
    out << c_type(row.result) << name << "(";
    llvm::SmallVector<Parameter, 6> parameters = parameters_of(row);
    if (parameters.empty()) out << "void";
    StringRef separator;
    for (const Parameter& p : parameters) {
      out << separator;
      separator = ", ";
      if (p.type == "...")
        out << "...";
      else
        out << c_type(p.type) << p.name;
    }
    out << ");\n";
  }
  out << "\n#ifdef __cplusplus\n}\n#endif\n";
}

constexpr char kMdHead[] =
    R"(# The runtime's symbols

Made by `gort abi --md` from `include/gort/abi.def`; do not edit. `gort abi --ll` prints the declarations for a module,
`gort abi --h` a C header.

A module declares what it uses, with these types exactly, and calls it in the C convention; the loader checks every
declaration. Names are Go's, with `_` for `.` and `/`. A string is `{ptr, i64}`, an interface `{ptr, ptr}`; either may be
passed as two arguments or as one aggregate.

How a call gets to the runtime, in the column "kind":

| kind | runs on | may park |
|---|---|---|
| leaf | the goroutine's stack, native code with a small bounded frame | no |
| goroutine | the goroutine's stack, checked code | yes: other goroutines run meanwhile, and the goroutine may go on on another thread |
| system | the thread's system stack | no |
| foreign | the thread's system stack, as a C function; others may take over the processor meanwhile | no |
| data | nothing: an object, reached by its address | |
)";

void print_md(llvm::raw_ostream& out) {
  out << kMdHead;
  bool signatures = false;
  for (const AbiRow& row : abi_rows()) {
    if (row.title) {
      const AbiRow* first = &row + 1;
      bool more = first < abi_rows().data() + abi_rows().size();
      signatures = false;
      for (const AbiRow* r = first; more && r < abi_rows().data() + abi_rows().size() && !r->title; r++)
        signatures |= has_signature(*r);
      out << "\n## " << row.title << "\n\n" << row.doc << "\n\n";
      out << (signatures ? "| declaration | kind | meaning |\n|---|---|---|\n"
                         : "| name | kind | meaning |\n|---|---|---|\n");
      continue;
    }
    out << "| `";
    if (has_signature(row))
      print_ir(row, out);
    else
      out << row.symbol;
    out << "` | " << kind_name(row.kind) << " | " << row.doc << " |\n";
  }
}

}  // namespace

int print_abi(const std::string& format) {
  auto print = llvm::StringSwitch<void (*)(llvm::raw_ostream&)>(format)
                   .Case("h", print_h)
                   .Case("md", print_md)
                   .Default(print_ll);
  print(llvm::outs());
  llvm::outs().flush();
  return 0;
}

}  // namespace gort::compiler
