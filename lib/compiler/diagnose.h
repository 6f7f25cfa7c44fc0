// lib/compiler/diagnose.h: what LLVM's code generator says about a module, brought to the user.
//
// Inline assembly is checked as late as code generation; its errors come through the context's diagnostic handler.
#pragma once
#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>

#include "compiler/report.h"

namespace gort::compiler {

class Diagnostics {
 public:
  explicit Diagnostics(Report& report) : report_(report) {}

  // From now on this context's diagnostics about `module` go to the report.
  void watch(llvm::LLVMContext&, const llvm::Module& module);
  unsigned errors() const { return errors_; }

 private:
  friend class Handler;
  Report& report_;
  unsigned errors_ = 0;
};

}  // namespace gort::compiler
