// lib/compiler/passes/defers.cpp: functions that defer, when an exception leaves them.
//
// Such a function has a record of its own on the goroutine's list of deferring functions (lib/lang/defer.h). It takes
// it off when it returns. When a C++ exception, a Rust panic or pthread_exit unwinds it, somebody else must: a
// personality routine, which the unwinder calls for the frame. A function that has one already is of a language with
// cleanups, which are its own to write.
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Module.h>

#include "compiler/abi.h"
#include "compiler/passes/passes.h"

namespace gort::compiler {

void mark_defers(llvm::Module& module) {
  for (const AbiRow& row : abi_rows()) {
    if (!row.symbol || llvm::StringRef(row.implementation) != "runtime_deferprep") continue;
    llvm::Function* prep = module.getFunction(row.symbol);
    if (!prep || !prep->isDeclaration()) continue;
    for (llvm::User* user : prep->users()) {
      auto* call = llvm::dyn_cast<llvm::CallBase>(user);
      if (!call || call->getFunction()->hasPersonalityFn()) continue;
      auto* type = llvm::FunctionType::get(llvm::Type::getInt32Ty(module.getContext()), true);
      auto personality = module.getOrInsertFunction("__gort_defer_personality", type);
      call->getFunction()->setPersonalityFn(llvm::cast<llvm::Constant>(personality.getCallee()));
    }
  }
}

}  // namespace gort::compiler
