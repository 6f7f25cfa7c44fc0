// lib/compiler/passes/defers.cpp: functions that defer, and functions that are deferred.
//
// A function that defers has a record of its own on the goroutine's list of deferring functions (lib/lang/defer.h). It
// takes it off when it returns. When a C++ exception, a Rust panic or pthread_exit unwinds it, somebody else must: a
// personality routine, which the unwinder calls for the frame. A function that has one already is of a language with
// cleanups, which are its own to write.
//
// recover() works in the function that the panic has called and in none that this one calls. The latter must not take
// its caller's place: in a program that recovers, what can be deferred, that is what has its address taken, makes no
// tail calls but those that must be.
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Module.h>

#include "compiler/abi.h"
#include "compiler/passes/passes.h"

namespace gort::compiler {
namespace {

// The program's calls of a function of the runtime, under any of its names.
std::vector<llvm::CallBase*> calls_of(llvm::Module& module, llvm::StringRef implementation) {
  std::vector<llvm::CallBase*> calls;
  for (const AbiRow& row : abi_rows()) {
    if (!row.symbol || row.implementation != implementation) continue;
    llvm::Function* function = module.getFunction(row.symbol);
    if (!function || !function->isDeclaration()) continue;
    for (llvm::User* user : function->users())
      if (auto* call = llvm::dyn_cast<llvm::CallBase>(user)) calls.push_back(call);
  }
  return calls;
}

}  // namespace

void mark_defers(llvm::Module& module) {
  for (llvm::CallBase* call : calls_of(module, "runtime_deferprep")) {
    if (call->getFunction()->hasPersonalityFn()) continue;
    auto* type = llvm::FunctionType::get(llvm::Type::getInt32Ty(module.getContext()), true);
    auto personality = module.getOrInsertFunction("__gort_defer_personality", type);
    call->getFunction()->setPersonalityFn(llvm::cast<llvm::Constant>(personality.getCallee()));
  }
  if (calls_of(module, "runtime_gorecover").empty()) return;
  for (llvm::Function& function : module)
    if (!function.isDeclaration() && function.hasAddressTaken()) function.addFnAttr("disable-tail-calls", "true");
}

}  // namespace gort::compiler
