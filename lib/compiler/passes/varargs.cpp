// lib/compiler/passes/varargs.cpp: variadic functions of the program.
//
// LLVM gives up on a variadic function with a stack check: when the check continues the function on another segment,
// its stack arguments stay behind, and va_start would look for them in the wrong place. So
//
//   define i32 @f(ptr %format, ...)            stays as a shell without a check: it makes the va_list and calls
//   define internal i32 @f$va(ptr %format, ptr %list)  the former body, checked, where va_start is a copy of that list.
//
// The list points into the shell's frame and its caller's, which outlive the body. A byval argument is handed over by
// its address: the copy is the callee's own already, and the shell's unchecked frame stays small.
//
// A function that passes its variable arguments on by a musttail call (a thunk of a virtual function) cannot be split;
// it has no va_list to make either, its frame is small, and it stays unchecked.
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>

#include "compiler/passes/passes.h"

namespace gort::compiler {
namespace {

constexpr uint64_t kVaListSize = 24;  // System V x86-64

bool can_be_split(const llvm::Function& function) {
  if (function.getCallingConv() == llvm::CallingConv::Win64) return false;
  for (const llvm::Instruction& instruction : llvm::instructions(function))
    if (auto* call = llvm::dyn_cast<llvm::CallInst>(&instruction))
      if (call->isMustTailCall() && call->getFunctionType()->isVarArg()) return false;
  return !function.hasFnAttribute(llvm::Attribute::Naked);
}

llvm::Function* make_body(llvm::Function& shell) {
  llvm::LLVMContext& context = shell.getContext();
  std::vector<llvm::Type*> types(shell.getFunctionType()->params());
  types.push_back(llvm::PointerType::get(context, 0));
  auto* body = llvm::Function::Create(llvm::FunctionType::get(shell.getReturnType(), types, false),
                                      llvm::GlobalValue::InternalLinkage, shell.getName() + "$va", shell.getParent());
  body->copyAttributesFrom(&shell);
  body->setVisibility(llvm::GlobalValue::DefaultVisibility);
  body->setDLLStorageClass(llvm::GlobalValue::DefaultStorageClass);
  body->setPrefixData(nullptr);
  body->setPrologueData(nullptr);
  // What it reads through the list was nobody's memory so far.
  body->removeFnAttr(llvm::Attribute::Memory);
  body->setComdat(shell.getComdat());
  body->splice(body->begin(), &shell);
  for (llvm::Argument& argument : shell.args()) {
    llvm::Argument* own = body->getArg(argument.getArgNo());
    argument.replaceAllUsesWith(own);
    own->takeName(&argument);
    if (own->hasByValAttr()) own->removeAttr(llvm::Attribute::ByVal);
  }
  body->setSubprogram(shell.getSubprogram());
  shell.setSubprogram(nullptr);
  // Attachments besides debug information (type, profile) describe the symbol, which is the shell.
  return body;
}

void copy_list_at_va_start(llvm::Function& body) {
  llvm::Value* list = body.getArg(body.arg_size() - 1);
  for (llvm::Instruction& instruction : llvm::make_early_inc_range(llvm::instructions(body))) {
    auto* start = llvm::dyn_cast<llvm::VAStartInst>(&instruction);
    if (!start) continue;
    llvm::IRBuilder<> builder(start);
    builder.CreateIntrinsic(llvm::Intrinsic::vacopy, {list->getType()}, {start->getArgList(), list});
    start->eraseFromParent();
  }
}

void fill_shell(llvm::Function& shell, llvm::Function& body) {
  llvm::LLVMContext& context = shell.getContext();
  llvm::IRBuilder<> builder(llvm::BasicBlock::Create(context, "", &shell));
  llvm::AllocaInst* list = builder.CreateAlloca(llvm::ArrayType::get(builder.getInt8Ty(), kVaListSize));
  list->setAlignment(llvm::Align(16));
  builder.CreateIntrinsic(llvm::Intrinsic::vastart, {list->getType()}, {list});
  std::vector<llvm::Value*> arguments;
  std::vector<llvm::AttributeSet> parameters;
  for (llvm::Argument& argument : shell.args()) {
    arguments.push_back(&argument);
    parameters.push_back(body.getAttributes().getParamAttrs(argument.getArgNo()));
  }
  arguments.push_back(list);
  parameters.push_back({});
  llvm::CallInst* call = builder.CreateCall(&body, arguments);
  call->setCallingConv(body.getCallingConv());
  call->setAttributes(llvm::AttributeList::get(context, {}, body.getAttributes().getRetAttrs(), parameters));
  if (shell.getReturnType()->isVoidTy())
    builder.CreateRetVoid();
  else
    builder.CreateRet(call);
  shell.setPersonalityFn(nullptr);
  shell.removeFnAttr(llvm::Attribute::AlwaysInline);
  // It hands out the addresses of its own frame and of the arguments.
  shell.removeFnAttr(llvm::Attribute::Memory);
}

}  // namespace

void split_variadics(llvm::Module& module) {
  std::vector<llvm::Function*> variadics;
  for (llvm::Function& function : module)
    if (function.isVarArg() && !function.isDeclaration()) variadics.push_back(&function);
  for (llvm::Function* shell : variadics) {
    if (can_be_split(*shell)) {
      llvm::Function* body = make_body(*shell);
      copy_list_at_va_start(*body);
      fill_shell(*shell, *body);
    }
    shell->addFnAttr(kUnchecked);
  }
}

}  // namespace gort::compiler
