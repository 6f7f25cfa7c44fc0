// lib/debug/names.h: what an address of code is called.
//
// The program's code is named by the image's tables (ModuleInfo::symbolize), the runtime's own by the symbol table of
// the executable, which is read from its file when something has gone wrong and never before.
#pragma once
#include <cstdint>

#include "base/module.h"

namespace gort {

class printer;

struct code_name {
  enum kind_t : uint8_t { unknown, program, runtime } kind;
  const char* name;  // null: nobody knows
  const char* file;  // of the source, or of the object that the code comes from
  uint32_t line;     // 0: unknown
  uint64_t entry;    // 0: unknown
};

void names_init(const ModuleInfo& info);

bool is_program_code(uint64_t pc);
bool is_runtime_code(uint64_t pc);

// Of a return address pass the byte before: the call may be the last instruction of its function or line.
code_name name_of(uint64_t pc);

// Prints a name; C++'s namespaces are readable, templates stay as the linker has them.
void print_name(printer& out, const char* name);

}  // namespace gort
