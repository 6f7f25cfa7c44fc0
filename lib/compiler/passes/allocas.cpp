// lib/compiler/passes/allocas.cpp: local variables that are aligned more than the stack.
//
// The stack check of a function's prologue compares rsp less the frame's size with the limit. Realigning rsp for an
// over-aligned variable moves it down further, unchecked: up to 64 bytes lie within the headroom below the limit, more
// does not. And what split stacks make of a dynamic alloca ignores its alignment altogether. So these variables get
// room to spare and are aligned by hand: statics above 64 bytes, dynamic ones above the 16 that every block of stack
// has.
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>

#include "compiler/passes/passes.h"

namespace gort::compiler {
namespace {

const llvm::Align kStackAlign(16), kStaticAlign(64);

void realign(llvm::AllocaInst& alloca) {
  const llvm::DataLayout& layout = alloca.getDataLayout();
  llvm::IRBuilder<> builder(&alloca);
  llvm::Type* word = builder.getInt64Ty();
  uint64_t align = alloca.getAlign().value(), spare = align - kStackAlign.value();
  llvm::Value* size =
      builder.CreateMul(builder.CreateZExtOrTrunc(alloca.getArraySize(), word),
                        llvm::ConstantInt::get(word, layout.getTypeAllocSize(alloca.getAllocatedType())));
  size = builder.CreateAdd(size, llvm::ConstantInt::get(word, spare));
  llvm::AllocaInst* room;
  if (auto* constant = llvm::dyn_cast<llvm::ConstantInt>(size))
    room = builder.CreateAlloca(llvm::ArrayType::get(builder.getInt8Ty(), constant->getZExtValue()));
  else
    room = builder.CreateAlloca(builder.getInt8Ty(), size);
  room->setAlignment(kStackAlign);
  // (room + spare) rounded down is the first aligned address: room itself is aligned to 16.
  llvm::Value* last = builder.CreateConstInBoundsGEP1_64(builder.getInt8Ty(), room, spare);
  llvm::Value* aligned = builder.CreateIntrinsic(llvm::Intrinsic::ptrmask, {last->getType(), word},
                                                 {last, llvm::ConstantInt::get(word, -align)});
  // Lifetime markers name an alloca and nothing else.
  for (llvm::User* user : llvm::make_early_inc_range(alloca.users()))
    if (auto* marker = llvm::dyn_cast<llvm::LifetimeIntrinsic>(user)) marker->replaceUsesOfWith(&alloca, room);
  aligned->takeName(&alloca);
  alloca.replaceAllUsesWith(aligned);
  alloca.eraseFromParent();
}

bool needs_realigning(const llvm::AllocaInst& alloca) {
  if (alloca.isUsedWithInAlloca() || alloca.isSwiftError()) return false;
  return alloca.getAlign() > (alloca.isStaticAlloca() ? kStaticAlign : kStackAlign);
}

}  // namespace

void realign_allocas(llvm::Module& module) {
  for (llvm::Function& function : module)
    for (llvm::Instruction& instruction : llvm::make_early_inc_range(llvm::instructions(function)))
      if (auto* alloca = llvm::dyn_cast<llvm::AllocaInst>(&instruction); alloca && needs_realigning(*alloca))
        realign(*alloca);
}

}  // namespace gort::compiler
