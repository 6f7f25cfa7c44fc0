// lib/compiler/check.h: what is wrong with a module before it is run, and what makes it slow.
//
// check_module() looks at one module before it is linked with others, so that messages name its file. check_program()
// (ir.h) looks at the whole: entry points, init tasks. Everything that is found is reported, not only the first.
//
// Errors are what cannot work on goroutine stacks or would crash in ways that nobody could explain later. What works
// with a restriction is a warning. What costs time is a remark, shown by `gort check`.
#pragma once
#include <llvm/ADT/StringRef.h>

#include "compiler/compiler.h"
#include "compiler/ir.h"
#include "compiler/report.h"

namespace gort::compiler {

void check_module(const llvm::Module&, const Options&, Report&);

// Inline asm of one call or of a whole module (check_asm.cpp). `where` and `subject` open the messages.
struct AsmSubject {
  std::string where, subject;
  bool intel = false;
};
void check_asm(llvm::StringRef text, const AsmSubject&, Report&);

// Finds the init tasks that main_inittask reaches and checks their shape (tasks.cpp).
void find_tasks(Program&, Report&);

}  // namespace gort::compiler
