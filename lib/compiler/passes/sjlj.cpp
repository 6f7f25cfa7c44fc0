// lib/compiler/passes/sjlj.cpp: llvm.eh.sjlj.setjmp on split stacks.
//
// LLVM's setjmp keeps the frame pointer, the stack pointer and the landing's address, which is all that it takes on one
// stack. A landing of ours may lie in another segment than the longjmp, and callbacks may lie between them, with their
// foreign frames on the system stack. So the runtime notes both in the two words of the five-word buffer that LLVM
// leaves free, and puts them right before anything else happens at the landing:
//
//   call @__gort_sjlj_mark(buffer + 24)
//   %r = call @llvm.eh.sjlj.setjmp(buffer)
//   if (%r != 0) call @__gort_sjlj_land(buffer + 24)
//
// After the optimiser, since no other call may come between the landing and the second one.
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>

#include "compiler/passes/passes.h"

namespace gort::compiler {
namespace {

constexpr uint64_t kFreeWords = 24;  // behind frame pointer, landing, stack pointer

void mark(llvm::CallInst& setjmp) {
  llvm::Module& module = *setjmp.getModule();
  llvm::IRBuilder<> builder(&setjmp);
  auto* type = llvm::FunctionType::get(builder.getVoidTy(), {builder.getPtrTy()}, false);
  llvm::Value* words = builder.CreateConstInBoundsGEP1_64(builder.getInt8Ty(), setjmp.getArgOperand(0), kFreeWords);
  builder.CreateCall(module.getOrInsertFunction("__gort_sjlj_mark", type), {words});
  builder.SetInsertPoint(setjmp.getNextNode());
  llvm::Value* landed = builder.CreateIsNotNull(&setjmp);
  llvm::Instruction* then = llvm::SplitBlockAndInsertIfThen(landed, builder.GetInsertPoint(), /*Unreachable=*/false);
  builder.SetInsertPoint(then);
  builder.SetCurrentDebugLocation(setjmp.getDebugLoc());
  builder.CreateCall(module.getOrInsertFunction("__gort_sjlj_land", type), {words});
}

}  // namespace

void mark_sjlj(llvm::Module& module) {
  std::vector<llvm::CallInst*> calls;
  for (llvm::Function& function : module)
    if (function.getIntrinsicID() == llvm::Intrinsic::eh_sjlj_setjmp)
      for (llvm::User* user : function.users()) calls.push_back(llvm::cast<llvm::CallInst>(user));
  for (llvm::CallInst* call : calls) mark(*call);
}

}  // namespace gort::compiler
