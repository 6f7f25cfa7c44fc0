// lib/compiler/passes/ctors.cpp: constructors and destructors of the program, as lists for the image.
//
// llvm.global_ctors and llvm.global_dtors would become .init_array and .fini_array sections, which a JIT has nobody to
// walk. The image has tables instead, in the order in which an executable would run them: priority ascending, then the
// order of the files. (Destructors of the table are given to atexit in that order, so they run in the reverse.)
//
// Indirect functions (ifunc) would need a dynamic linker. They become pointers that a constructor fills, before all
// others. Where a constant must stand (data, an alias, a landing pad's clause), it is the address of a function that
// jumps through such a pointer.
#include <llvm/ADT/SetVector.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/Instructions.h>
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

// An entry that is null altogether says nothing, and LLVM's dead code elimination dies of it.
void drop_null_entries(llvm::Module& module, llvm::StringRef name) {
  llvm::GlobalVariable* list = module.getNamedGlobal(name);
  auto* array = list && list->hasInitializer() ? llvm::dyn_cast<llvm::ConstantArray>(list->getInitializer()) : nullptr;
  if (!array) return;
  llvm::SmallVector<llvm::Constant*> entries;
  for (const llvm::Use& entry : array->operands())
    if (auto* constant = llvm::cast<llvm::Constant>(entry); !constant->isNullValue()) entries.push_back(constant);
  if (entries.size() == array->getNumOperands()) return;
  auto* type = llvm::ArrayType::get(array->getType()->getElementType(), entries.size());
  auto* shorter = new llvm::GlobalVariable(module, type, false, llvm::GlobalValue::AppendingLinkage,
                                           llvm::ConstantArray::get(type, entries));
  shorter->takeName(list);
  list->eraseFromParent();
}

constexpr int kBeforeAllOthers = 10;  // as lowerGlobalIFuncUsersAsGlobalCtor has it

// A function that jumps to what the resolver chose, whatever its arguments and convention are. (An ifunc may be called
// llvm.something, a function may not: names are given in front.)
llvm::Function* make_dispatcher(llvm::GlobalIFunc& ifunc) {
  llvm::Module& module = *ifunc.getParent();
  llvm::IRBuilder<> build(module.getContext());
  llvm::Type* pointer = build.getPtrTy();
  auto make = [&](llvm::FunctionType* type, const llvm::Twine& name) {
    auto* f = llvm::Function::Create(type, llvm::GlobalValue::InternalLinkage, name, module);
    build.SetInsertPoint(llvm::BasicBlock::Create(module.getContext(), "", f));
    return f;
  };
  auto* choice =
      new llvm::GlobalVariable(module, pointer, false, llvm::GlobalValue::InternalLinkage,
                               llvm::ConstantPointerNull::get(build.getPtrTy()), "choice." + ifunc.getName());
  llvm::Function* choose = make(llvm::FunctionType::get(build.getVoidTy(), false), "choose." + ifunc.getName());
  build.CreateStore(build.CreateCall(llvm::FunctionType::get(pointer, false), ifunc.getResolver()), choice);
  build.CreateRetVoid();
  llvm::appendToGlobalCtors(module, choose, kBeforeAllOthers);

  auto* type = llvm::dyn_cast<llvm::FunctionType>(ifunc.getValueType());
  llvm::Function* dispatch = make(type ? type : choose->getFunctionType(), "dispatch." + ifunc.getName());
  dispatch->addFnAttr(llvm::Attribute::Naked);
  dispatch->addFnAttr(llvm::Attribute::NoInline);
  auto* jump =
      llvm::InlineAsm::get(llvm::FunctionType::get(build.getVoidTy(), pointer, false), "jmpq *${0:c}(%rip)", "i",
                           /*hasSideEffects=*/true);
  build.CreateCall(jump, choice);
  build.CreateUnreachable();
  return dispatch;
}

// Where no load can stand before the use.
bool wants_constant(const llvm::User& user) {
  auto* call = llvm::dyn_cast<llvm::CallBase>(&user);
  return !llvm::isa<llvm::Instruction>(user) || llvm::isa<llvm::LandingPadInst, llvm::PHINode>(user) ||
         (call && call->isInlineAsm());
}

void lower_ifuncs(llvm::Module& module) {
  for (llvm::GlobalIFunc& ifunc : module.ifuncs()) {
    llvm::SmallSetVector<llvm::User*, 4> constant;
    for (llvm::User* user : ifunc.users())
      if (wants_constant(*user)) constant.insert(user);
    if (constant.empty()) continue;
    llvm::Function* dispatch = make_dispatcher(ifunc);
    for (llvm::User* user : constant) {
      if (llvm::isa<llvm::GlobalValue, llvm::Instruction>(user))
        user->replaceUsesOfWith(&ifunc, dispatch);
      else
        llvm::cast<llvm::Constant>(user)->handleOperandChange(&ifunc, dispatch);
    }
  }
  llvm::lowerGlobalIFuncUsersAsGlobalCtor(module, {});
}

}  // namespace

void keep_entries(Program& program) {
  llvm::Module& module = *program.module;
  for (llvm::StringRef list : {"llvm.global_ctors", "llvm.global_dtors"}) drop_null_entries(module, list);
  for (InitTask& task : program.tasks) task.symbol = keep_symbol(*module.getNamedValue(task.symbol));
  for (std::string* name : {&program.main_main, &program.c_main})
    if (!name->empty()) *name = keep_symbol(*module.getNamedValue(*name));
}

void collect_init_functions(Program& program) {
  llvm::Module& module = *program.module;
  if (!module.ifunc_empty()) lower_ifuncs(module);
  program.ctors = take_list(module, "llvm.global_ctors");
  program.dtors = take_list(module, "llvm.global_dtors");
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
