// lib/compiler/passes/tls.cpp: thread-local variables.
//
// A program's thread_local variables belong to the goroutine: what C means by "thread" is, for a module, the goroutine.
// All of them together make one block, laid out here; the runtime makes a goroutine's block when it is first asked for
// and frees it after the goroutine's destructors. An access is __gort_tls(desc) + offset. The block never moves while
// its goroutine lives, wherever that runs, so the call reads no memory that changes: the optimiser may merge and hoist
// it. As many modules are taken as they are, without an optimiser, the calls are placed well to begin with: one a
// function, where all uses are dominated and outside of loops.
//
// A shared library's thread_local belongs to the thread, as in any C program. An access is __tls_get_addr on a pair
// {module, offset} that the loader fills, computed anew for each use: it must not be kept across a switch.
//
// Either way nothing is left that would need a linker's thread-local storage.
#include <llvm/ADT/MapVector.h>
#include <llvm/Analysis/LoopInfo.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/ReplaceConstant.h>
#include <llvm/Transforms/Utils/ModuleUtils.h>

#include "compiler/passes/passes.h"

namespace gort::compiler {
namespace {

using llvm::IRBuilder;

// Where a value that is used here has to be computed: a phi's operand at the end of the block that it comes from.
llvm::Instruction* position(const llvm::Use& use) {
  auto* instruction = llvm::cast<llvm::Instruction>(use.getUser());
  auto* phi = llvm::dyn_cast<llvm::PHINode>(instruction);
  return phi ? phi->getIncomingBlock(use)->getTerminator() : instruction;
}

// The point that dominates all of `uses` (in one function), moved out of the loops that it lies in.
llvm::Instruction* common_point(llvm::Function& function, llvm::ArrayRef<llvm::Instruction*> uses) {
  if (uses.size() == 1 && &function.getEntryBlock() == uses[0]->getParent()) return uses[0];
  llvm::DominatorTree tree(function);
  llvm::LoopInfo loops(tree);
  llvm::BasicBlock* block = nullptr;
  for (llvm::Instruction* use : uses)
    if (tree.isReachableFromEntry(use->getParent()))
      block = block ? tree.findNearestCommonDominator(block, use->getParent()) : use->getParent();
  if (!block) return function.getEntryBlock().getTerminator();
  while (llvm::Loop* loop = loops.getLoopFor(block)) block = tree.getNode(loop->getHeader())->getIDom()->getBlock();
  llvm::Instruction* point = block->getTerminator();
  for (llvm::Instruction* use : uses)
    if (use->getParent() == block && use->comesBefore(point)) point = use;
  return point;
}

class ThreadLocals {
 public:
  explicit ThreadLocals(Program& program)
      : program_(program),
        module_(*program.module),
        context_(module_.getContext()),
        layout_(module_.getDataLayout()),
        pointer_(llvm::PointerType::get(context_, 0)),
        word_(llvm::Type::getInt64Ty(context_)),
        byte_(llvm::Type::getInt8Ty(context_)) {}

  llvm::Error run() {
    collect();
    if (own_.empty() && library_.empty()) return llvm::Error::success();
    if (!own_.empty()) lower_own();
    for (llvm::GlobalVariable* variable : library_)
      if (llvm::Error error = lower_library(*variable)) return error;
    return erase();
  }

 private:
  void collect() {
    // An alias of a thread-local is that variable at an offset.
    for (llvm::GlobalAlias& alias : llvm::make_early_inc_range(module_.aliases())) {
      auto* base = llvm::dyn_cast_or_null<llvm::GlobalVariable>(alias.getAliaseeObject());
      if (!base || !base->isThreadLocal()) continue;
      alias.replaceAllUsesWith(alias.getAliasee());
      alias.eraseFromParent();
    }
    for (llvm::GlobalVariable& variable : module_.globals()) {
      if (!variable.isThreadLocal()) continue;
      // LLVM's own lists are no data of the program, whatever they are marked as. The name alone makes none.
      if (variable.hasAppendingLinkage()) {
        variable.setThreadLocal(false);
        continue;
      }
      (variable.isDeclarationForLinker() ? library_ : own_).push_back(&variable);
    }
    llvm::removeFromUsedLists(module_, [](llvm::Constant* constant) {
      auto* variable = llvm::dyn_cast<llvm::GlobalVariable>(constant->stripPointerCasts());
      return variable && variable->isThreadLocal();
    });
  }

  llvm::Align alignment(const llvm::GlobalVariable& variable) const {
    return std::max(variable.getAlign().valueOrOne(), layout_.getABITypeAlign(variable.getValueType()));
  }

  llvm::GlobalVariable* data(llvm::Constant* value, const llvm::Twine& name, bool constant, bool visible) {
    auto linkage = visible ? llvm::GlobalValue::ExternalLinkage : llvm::GlobalValue::InternalLinkage;
    auto* variable = new llvm::GlobalVariable(module_, value->getType(), constant, linkage, value, name);
    if (visible) variable->setVisibility(llvm::GlobalValue::HiddenVisibility);
    return variable;
  }

  llvm::Constant* number(uint64_t n) { return llvm::ConstantInt::get(word_, n); }

  void lower_own() {
    // Initialised variables first: the image of the block ends with the last of them, the rest is zero.
    std::vector<llvm::GlobalVariable*> ordered;
    for (bool zero : {false, true})
      for (llvm::GlobalVariable* variable : own_)
        if (variable->getInitializer()->isNullValue() == zero) ordered.push_back(variable);
    std::vector<llvm::Constant*> fields;
    llvm::MapVector<llvm::GlobalVariable*, uint64_t> offsets;
    uint64_t size = 0, image_size = 0;
    llvm::Align align(16);
    for (llvm::GlobalVariable* variable : ordered) {
      llvm::Align own = alignment(*variable);
      uint64_t at = llvm::alignTo(size, own);
      bool zero = variable->getInitializer()->isNullValue();
      if (!zero && at > size) fields.push_back(zeros(at - size));
      offsets[variable] = at;
      size = at + layout_.getTypeAllocSize(variable->getValueType());
      align = std::max(align, own);
      if (zero) continue;
      fields.push_back(variable->getInitializer());
      image_size = size;
    }
    llvm::Constant* image = llvm::ConstantPointerNull::get(pointer_);
    if (image_size) {
      auto* variable = data(llvm::ConstantStruct::getAnon(context_, fields, true), "__gort_tls_image", true, false);
      variable->setAlignment(align);
      image = variable;
    }
    // What gort_tls is given: {init, init size, size, align, slot}. The runtime assigns the slot.
    auto* desc =
        data(llvm::ConstantStruct::getAnon({image, number(image_size), number(size), number(align.value()), number(0)}),
             "__gort_tls_desc", false, true);
    program_.tls_descs.push_back(desc->getName().str());

    llvm::FunctionCallee get = module_.getOrInsertFunction("__gort_tls", pointer_, pointer_);
    auto* function = llvm::cast<llvm::Function>(get.getCallee());
    function->setDoesNotThrow();
    function->setWillReturn();
    function->setDoesNotAccessMemory();
    for (auto kind : {llvm::Attribute::NoFree, llvm::Attribute::NoSync, llvm::Attribute::Speculatable})
      function->addFnAttr(kind);
    function->addRetAttr(llvm::Attribute::NonNull);

    llvm::MapVector<llvm::Function*, std::vector<std::pair<llvm::Use*, uint64_t>>> uses;
    for (auto [variable, offset] : offsets)
      for (llvm::Use* use : instruction_uses(*variable))
        uses[llvm::cast<llvm::Instruction>(use->getUser())->getFunction()].push_back({use, offset});
    for (auto& [where, list] : uses) {
      std::vector<llvm::Instruction*> positions;
      for (auto [use, offset] : list) positions.push_back(position(*use));
      IRBuilder<> at(common_point(*where, positions));
      at.SetCurrentDebugLocation(location_in(*where));
      llvm::Value* block = at.CreateCall(get, {desc});
      for (auto [use, offset] : list) {
        if (!is_open(*use)) continue;
        IRBuilder<> builder(position(*use));
        replace(*use, offset ? builder.CreateConstInBoundsGEP1_64(byte_, block, offset) : block);
      }
    }
  }

  // A call that may be inlined needs a location in a function that has debug information.
  static llvm::DebugLoc location_in(const llvm::Function& function) {
    llvm::DISubprogram* subprogram = function.getSubprogram();
    return subprogram ? llvm::DILocation::get(function.getContext(), 0, 0, subprogram) : nullptr;
  }

  llvm::Error lower_library(llvm::GlobalVariable& variable) {
    std::vector<llvm::Use*> uses = instruction_uses(variable);
    if (uses.empty()) return llvm::Error::success();
    auto* pair =
        data(llvm::ConstantStruct::getAnon({number(0), number(0)}), variable.getName() + "$tlspair", false, true);
    program_.lib_tls.push_back({variable.getName().str(), pair->getName().str(), variable.hasExternalWeakLinkage()});
    llvm::FunctionCallee get = module_.getOrInsertFunction("__tls_get_addr", pointer_, pointer_);
    for (llvm::Use* use : uses) {
      if (!is_open(*use)) continue;
      llvm::Instruction* at = position(*use);
      IRBuilder<> builder(at);
      if (!builder.getCurrentDebugLocation()) builder.SetCurrentDebugLocation(location_in(*at->getFunction()));
      llvm::CallInst* call = builder.CreateCall(get, {pair});
      call->setDoesNotThrow();
      replace(*use, call);
    }
    return llvm::Error::success();
  }

  // All uses by instructions; constant expressions over the variable become instructions first. None where one must
  // stay, for erase() to find.
  std::vector<llvm::Use*> instruction_uses(llvm::GlobalVariable& variable) {
    if (is_clause(variable)) return {};
    llvm::convertUsersOfConstantsToInstructions({&variable});
    std::vector<llvm::Use*> uses;
    for (llvm::Use& use : variable.uses())
      if (llvm::isa<llvm::Instruction>(use.getUser())) uses.push_back(&use);
    return uses;
  }

  // A landing pad compares constants; nothing can be computed before it.
  static bool is_clause(const llvm::Constant& constant) {
    return llvm::any_of(constant.users(), [](const llvm::User* user) {
      auto* expression = llvm::dyn_cast<llvm::Constant>(user);
      return llvm::isa<llvm::LandingPadInst>(user) ||
             (expression && !llvm::isa<llvm::GlobalValue>(user) && is_clause(*expression));
    });
  }

  static bool is_open(const llvm::Use& use) {
    auto* variable = llvm::dyn_cast<llvm::GlobalVariable>(use.get());
    return variable && variable->isThreadLocal();
  }

  void replace(llvm::Use& use, llvm::Value* address) {
    if (auto* phi = llvm::dyn_cast<llvm::PHINode>(use.getUser())) {
      // A switch may come from one block several times; all of these must have the same value.
      llvm::Value* variable = use.get();
      llvm::BasicBlock* from = phi->getIncomingBlock(use);
      for (unsigned i = 0; i < phi->getNumIncomingValues(); i++)
        if (phi->getIncomingBlock(i) == from && phi->getIncomingValue(i) == variable) phi->setIncomingValue(i, address);
      return;
    }
    auto* intrinsic = llvm::dyn_cast<llvm::IntrinsicInst>(use.getUser());
    if (intrinsic && intrinsic->getIntrinsicID() == llvm::Intrinsic::threadlocal_address) {
      intrinsic->replaceAllUsesWith(address);
      intrinsic->eraseFromParent();
    } else {
      use.set(address);
    }
  }

  llvm::Constant* zeros(uint64_t size) { return llvm::ConstantAggregateZero::get(llvm::ArrayType::get(byte_, size)); }

  llvm::Error erase() {
    for (auto* list : {&own_, &library_}) {
      for (llvm::GlobalVariable* variable : *list) {
        variable->removeDeadConstantUsers();
        if (!variable->use_empty())
          return llvm::createStringError("the thread_local variable '" + variable->getName() +
                                         "' has its address in other data; that address differs for each goroutine");
        variable->eraseFromParent();
      }
    }
    return llvm::Error::success();
  }

  Program& program_;
  llvm::Module& module_;
  llvm::LLVMContext& context_;
  const llvm::DataLayout& layout_;
  llvm::PointerType* pointer_;
  llvm::Type *word_, *byte_;
  std::vector<llvm::GlobalVariable*> own_, library_;
};

}  // namespace

llvm::Error lower_thread_locals(Program& program) { return ThreadLocals(program).run(); }

}  // namespace gort::compiler
