// lib/compiler/passes/frame.cpp: what every function of the program needs to run on a goroutine's stack. Last of all
// passes, so that functions made by others have it too and the optimiser never sees it.
//
//   split-stack     the prologue compares rsp with the goroutine's limit; this is also how preemption is asked for
//   no red zone     an asynchronous preemption pushes registers below rsp
//   frame pointers  as the module wants them: tracebacks go by the unwind tables (lib/debug/walk.h). --profile asks for
//                   them in every function that calls, since sampling profilers follow them; recover() finds out by
//                   them who called its caller (lib/lang/defer_amd64.S), and through a wrapper who called that one.
//   async unwind    tables that hold at every instruction, for exceptions and for a preempted pc
//
// Attributes that would get in the way are taken off: probes of guard pages (there are none), a second stack
// (SafeStack), a call in front of the check (fentry).
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/CodeGen.h>

#include <vector>

#include "compiler/abi.h"
#include "compiler/passes/passes.h"

namespace gort::compiler {
namespace {

constexpr llvm::StringRef kInTheWay[] = {"probe-stack", "stack-probe-size", "no-stack-arg-probe", "fentry-call",
                                         "split-stack"};

bool can_be_checked(const llvm::Function& function) {
  return !function.hasFnAttribute(kUnchecked) && !function.hasFnAttribute(llvm::Attribute::Naked) &&
         !function.isVarArg();
}

void finish_frame(llvm::Function& function, bool frame_pointers) {
  for (llvm::StringRef name : kInTheWay) function.removeFnAttr(name);
  function.removeFnAttr(llvm::Attribute::SafeStack);
  function.removeFnAttr(llvm::Attribute::ShadowCallStack);
  if (llvm::MaybeAlign align = function.getFnStackAlign(); align && align->value() > 64)
    function.removeFnAttr(llvm::Attribute::StackAlignment);
  if (can_be_checked(function)) function.addFnAttr("split-stack");
  function.removeFnAttr(kUnchecked);
  function.addFnAttr(llvm::Attribute::NoRedZone);
  if (frame_pointers && function.getFnAttribute("frame-pointer").getValueAsString() != "all")
    function.addFnAttr("frame-pointer", "non-leaf");
  function.setUWTableKind(llvm::UWTableKind::Async);
}

// The program's uses of a function of the runtime, under any of its names.
std::vector<llvm::User*> uses_of(const llvm::Module& module, llvm::StringRef implementation) {
  std::vector<llvm::User*> uses;
  for (const AbiRow& row : abi_rows())
    if (row.symbol && row.implementation == implementation)
      if (llvm::Function* function = module.getFunction(row.symbol)) append_range(uses, function->users());
  return uses;
}

// Flags for the whole module: what functions made by code generation get, and no shadow stack, which a stack in
// segments cannot follow.
void set_module_flags(llvm::Module& module, bool frame_pointers) {
  llvm::NamedMDNode* flags = module.getOrInsertModuleFlagsMetadata();
  std::vector<llvm::MDNode*> kept;
  for (llvm::MDNode* flag : flags->operands()) {
    auto* name = llvm::dyn_cast<llvm::MDString>(flag->getOperand(1));
    llvm::StringRef key = name ? name->getString() : "";
    bool replaced = key == "uwtable" || (key == "frame-pointer" && frame_pointers);
    if (!replaced && key != "cf-protection-return") kept.push_back(flag);
  }
  flags->clearOperands();
  for (llvm::MDNode* flag : kept) flags->addOperand(flag);
  if (frame_pointers) module.setFramePointer(llvm::FramePointerKind::NonLeaf);
  module.setUwtable(llvm::UWTableKind::Async);
}

}  // namespace

void finish_frames(llvm::Module& module, bool frame_pointers) {
  frame_pointers |= !uses_of(module, "runtime_deferwrap").empty();
  for (llvm::User* user : uses_of(module, "runtime_gorecover"))
    if (auto* call = llvm::dyn_cast<llvm::CallBase>(user)) call->getFunction()->addFnAttr("frame-pointer", "all");
  for (llvm::Function& function : module)
    if (!function.isDeclaration()) finish_frame(function, frame_pointers);
  set_module_flags(module, frame_pointers);
}

}  // namespace gort::compiler
