// lib/compiler/passes/ctors.cpp: constructors and destructors of the program, as lists for the image.
//
// llvm.global_ctors and llvm.global_dtors would become .init_array and .fini_array sections, which a JIT has nobody to
// walk. The image has tables instead, in the order in which an executable would run them: priority ascending, then the
// order of the files. (Destructors of the table are given to atexit in that order, so they run in the reverse.)
//
// Indirect functions (ifunc) would need a dynamic linker. They become pointers that a constructor fills, before all
// others.
#include <llvm/ADT/StringExtras.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/Module.h>
#include <llvm/Transforms/Utils/ModuleUtils.h>

#include <map>

#include "compiler/passes/passes.h"

namespace gort::compiler {
namespace {

std::vector<InitFunction> take_list(llvm::Module& module, llvm::StringRef name) {
  llvm::GlobalVariable* variable = module.getNamedGlobal(name);
  if (!variable) return {};
  std::multimap<uint64_t, InitFunction> sorted;  // equal priorities stay in their order
  if (variable->hasInitializer()) {
    if (auto* array = llvm::dyn_cast<llvm::ConstantArray>(variable->getInitializer())) {
      for (const llvm::Use& element : array->operands()) {
        auto* entry = llvm::dyn_cast<llvm::ConstantStruct>(element);
        if (!entry) continue;
        auto* priority = llvm::dyn_cast<llvm::ConstantInt>(entry->getOperand(0));
        auto* function = llvm::dyn_cast<llvm::GlobalValue>(entry->getOperand(1)->stripPointerCasts());
        if (!priority || !function) continue;
        uint64_t when = priority->getZExtValue();
        sorted.emplace(when, InitFunction{keep_symbol(*function), when});
      }
    }
  }
  variable->eraseFromParent();
  std::vector<InitFunction> list;
  for (auto& [when, function] : sorted) list.push_back(std::move(function));
  return list;
}

}  // namespace

void collect_init_functions(Program& program) {
  llvm::Module& module = *program.module;
  if (!module.ifunc_empty()) llvm::lowerGlobalIFuncUsersAsGlobalCtor(module, {});
  program.ctors = take_list(module, "llvm.global_ctors");
  program.dtors = take_list(module, "llvm.global_dtors");
  for (InitTask& task : program.tasks) task.symbol = keep_symbol(*module.getNamedValue(task.symbol));
}

std::string keep_symbol(llvm::GlobalValue& value) {
  if (value.hasLocalLinkage() || !value.hasName()) {
    // Objects outside the module may export the same name: a suffix that no front end uses keeps ours apart. The symbol
    // table takes it off again.
    llvm::Module& module = *value.getParent();
    std::string stem = value.hasName() ? value.getName().str() : "init", name = stem + "$local";
    for (unsigned i = 1; module.getNamedValue(name); i++) name = stem + "." + llvm::utostr(i) + "$local";
    value.setName(name);
    value.setLinkage(llvm::GlobalValue::ExternalLinkage);
    value.setVisibility(llvm::GlobalValue::HiddenVisibility);
    value.setDSOLocal(true);
  } else if (value.hasLinkOnceLinkage()) {
    value.setLinkage(value.hasLinkOnceODRLinkage() ? llvm::GlobalValue::WeakODRLinkage
                                                   : llvm::GlobalValue::WeakAnyLinkage);
  }
  return value.getName().str();
}

}  // namespace gort::compiler
