// lib/compiler/passes/defers.cpp: functions that defer, and functions that are deferred.
//
// A function that defers has a record of its own on the goroutine's list of deferring functions (lib/lang/defer.h). It
// takes it off when it returns. When a C++ exception, a Rust panic or pthread_exit unwinds it, somebody else must: a
// personality routine, which the unwinder calls for the frame. A function that has one already is of a language with
// cleanups, which are its own to write. So it is with a C function's cleanup handlers (pthread_cleanup_push), which the
// same routine finds (cgo/unwind.cpp).
//
// recover() works in the function that the panic has called and in none that this one calls. The latter must not take
// its caller's place: in a program that recovers, what can be deferred, that is what has its address taken, makes no
// tail calls but those that must be.
//
// A call out of the image goes through a stub and costs more than what these functions do. So the plain way of each is
// written out here: all of runtime_deferprep, where inline assembly that returns twice keeps what a call keeps;
// linking a record; and runtime_deferreturn when nothing is left to run. lib/lang/defer_amd64.S has the whole of them.
#include <llvm/ADT/DenseSet.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstrTypes.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/FormatVariadic.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>

#include "base/tcb_offsets.h"
#include "compiler/abi.h"
#include "compiler/passes/passes.h"

// Where the thread's control block lies, from %fs on. An image is for the executable that has made it (cache_key.cpp).
extern "C" const int64_t gort_tcb_offset;

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

#define TEXT_OF(x) #x
#define TEXT(x) TEXT_OF(x)
#define FRAME(field) TEXT(FRAME_##field) "($1)"
// {0}: the thread's control block.
constexpr char kPrep[] =
    "movq %rbx, " FRAME(RBX) "\n"
    "movq %rbp, " FRAME(RBP) "\n"
    "movq %r12, " FRAME(R12) "\n"
    "movq %r13, " FRAME(R13) "\n"
    "movq %r14, " FRAME(R14) "\n"
    "movq %r15, " FRAME(R15) "\n"
    "movq %rsp, " FRAME(RSP) "\n"
    "leaq 1f(%rip), %rax\n"
    "movq %rax, " FRAME(RIP) "\n"
    "movq %fs:{0}+" TEXT(TCB_SEG) ", %rax\n"
    "movq %rax, " FRAME(SEG) "\n"
    "movq %fs:{0}+" TEXT(TCB_MSP) ", %rax\n"
    "movq %rax, " FRAME(MSP) "\n"
    "xorl %eax, %eax\n"
    "1:";

// Result, frame; then all that a call does not keep.
std::string prep_constraints() {
  std::string s = "={ax},{di},~{memory},~{flags},~{dirflag},~{fpsr}";
  for (const char* name : {"rcx", "rdx", "rsi", "rdi", "r8", "r9", "r10", "r11", "st"})
    s += llvm::formatv(",~{{{0}}", name);
  for (int i = 1; i < 8; i++) s += llvm::formatv(",~{{st({0})}", i);
  for (int i = 0; i < 32; i++) s += llvm::formatv(",~{{xmm{0}}", i);
  for (int i = 0; i < 8; i++) s += llvm::formatv(",~{{k{0}}", i);
  return s;
}

class Inliner {
 public:
  explicit Inliner(llvm::Module& module)
      : module_(module), builder_(module.getContext()), word_(builder_.getInt64Ty()), pointer_(builder_.getPtrTy()) {}

  void run() {
    llvm::DenseSet<llvm::Function*> c_style;
    for (llvm::CallInst* call : plain_calls("gort_defer", 3)) {
      c_style.insert(call->getFunction());
      defer(*call);
    }
    for (llvm::CallInst* call : plain_calls("runtime_deferreturn", 1)) {
      if (c_style.contains(call->getFunction())) run_first(*call);
      leave(*call);
    }
    for (llvm::CallInst* call : plain_calls("runtime_deferprocStack", 3)) link(*call);
    for (llvm::CallInst* call : plain_calls("runtime_deferprep", 1)) prep(*call);
  }

 private:
  std::vector<llvm::CallInst*> plain_calls(llvm::StringRef implementation, unsigned args) {
    std::vector<llvm::CallInst*> calls;
    for (llvm::CallBase* call : calls_of(module_, implementation)) {
      auto* plain = llvm::dyn_cast<llvm::CallInst>(call);
      if (plain && plain->arg_size() == args && !plain->isMustTailCall()) calls.push_back(plain);
    }
    return calls;
  }

  llvm::Value* field(llvm::Value* base, uint64_t offset) {
    return builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), base, offset);
  }

  // The goroutine may have changed threads: read anew, with one instruction.
  llvm::Value* current_g() {
    constexpr unsigned kThread = 257;  // the address space of %fs
    llvm::Value* at =
        builder_.CreateIntToPtr(builder_.getInt64(uint64_t(gort_tcb_offset + TCB_CURG)), builder_.getPtrTy(kThread));
    return builder_.CreateLoad(pointer_, at, /*isVolatile=*/true);
  }

  void prep(llvm::CallInst& call) {
    builder_.SetInsertPoint(&call);
    auto* type = llvm::FunctionType::get(builder_.getInt32Ty(), {pointer_}, false);
    std::string code = llvm::formatv(kPrep, gort_tcb_offset);
    auto* text = llvm::InlineAsm::get(type, code, prep_constraints(), /*hasSideEffects=*/true);
    llvm::Value* frame = call.getArgOperand(0);
    llvm::Value* list = field(current_g(), G_DEFERS);
    builder_.CreateStore(builder_.CreateLoad(pointer_, list), field(frame, FRAME_LINK));
    builder_.CreateStore(builder_.getInt64(0), field(frame, FRAME_HEAD));
    builder_.CreateStore(frame, list);
    llvm::CallInst* inlined = builder_.CreateCall(text, {frame});
    inlined->addFnAttr(llvm::Attribute::ReturnsTwice);
    inlined->addFnAttr(llvm::Attribute::NoUnwind);
    inlined->setDebugLoc(call.getDebugLoc());
    call.replaceAllUsesWith(inlined);
    call.eraseFromParent();
  }

  // Puts `call` on the way that is taken unless frame's list is empty; the builder is on the other one.
  void unless_empty(llvm::CallInst& call) {
    builder_.SetInsertPoint(&call);
    llvm::Value* head = builder_.CreateLoad(word_, field(call.getArgOperand(0), FRAME_HEAD));
    llvm::Instruction *empty = nullptr, *full = nullptr;
    llvm::SplitBlockAndInsertIfThenElse(builder_.CreateIsNull(head), &call, &empty, &full);
    call.moveBefore(full->getIterator());
    builder_.SetInsertPoint(empty);
    builder_.SetCurrentDebugLocation(call.getDebugLoc());
  }

  // Most functions have deferred one call when they return, in the frame's own record.
  void run_first(llvm::CallInst& call) {
    builder_.SetInsertPoint(&call);
    llvm::Value* frame = call.getArgOperand(0);
    llvm::Value* head = builder_.CreateLoad(pointer_, field(frame, FRAME_HEAD));
    llvm::Value* is_first = builder_.CreateICmpEQ(head, field(frame, FRAME_FIRST + DEFER_C));
    builder_.SetInsertPoint(llvm::SplitBlockAndInsertIfThen(is_first, &call, /*Unreachable=*/false));
    builder_.SetCurrentDebugLocation(call.getDebugLoc());
    llvm::Value* record = field(frame, FRAME_FIRST);
    llvm::Value* fn = builder_.CreateLoad(pointer_, field(record, RECORD_FN));
    llvm::Value* arg = builder_.CreateLoad(pointer_, field(record, RECORD_ARG));
    builder_.CreateStore(builder_.CreateLoad(word_, field(record, RECORD_LINK)), field(frame, FRAME_HEAD));
    builder_.CreateCall(llvm::FunctionType::get(builder_.getVoidTy(), {pointer_}, false), fn, {arg});
  }

  void leave(llvm::CallInst& call) {
    unless_empty(call);
    llvm::Value* outer = builder_.CreateLoad(pointer_, field(call.getArgOperand(0), FRAME_LINK));
    builder_.CreateStore(outer, field(current_g(), G_DEFERS));
  }

  void link(llvm::CallInst& call) {
    builder_.SetInsertPoint(&call);
    llvm::Value* head = field(call.getArgOperand(0), FRAME_HEAD);
    llvm::Value* record = call.getArgOperand(1);
    builder_.CreateStore(call.getArgOperand(2), field(record, RECORD_FN));
    builder_.CreateStore(builder_.CreateLoad(word_, head), field(record, RECORD_LINK));
    builder_.CreateStore(record, head);
    call.eraseFromParent();
  }

  void defer(llvm::CallInst& call) {
    unless_empty(call);
    llvm::Value* frame = call.getArgOperand(0);
    llvm::Value* record = field(frame, FRAME_FIRST);
    builder_.CreateStore(builder_.getInt64(0), field(record, RECORD_LINK));
    builder_.CreateStore(call.getArgOperand(1), field(record, RECORD_FN));
    builder_.CreateStore(call.getArgOperand(2), field(record, RECORD_ARG));
    builder_.CreateStore(field(record, DEFER_C), field(frame, FRAME_HEAD));
  }

  llvm::Module& module_;
  llvm::IRBuilder<> builder_;
  llvm::Type *word_, *pointer_;
};

}  // namespace

void mark_defers(llvm::Module& module) {
  for (llvm::StringRef enters :
       {"runtime_deferprep", "gort_pthread_register_cancel", "gort_pthread_register_cancel_defer"})
    for (llvm::CallBase* call : calls_of(module, enters)) {
      if (call->getFunction()->hasPersonalityFn()) continue;
      auto* type = llvm::FunctionType::get(llvm::Type::getInt32Ty(module.getContext()), true);
      auto personality = module.getOrInsertFunction("__gort_defer_personality", type);
      call->getFunction()->setPersonalityFn(llvm::cast<llvm::Constant>(personality.getCallee()));
    }
  Inliner(module).run();
  if (calls_of(module, "runtime_gorecover").empty()) return;
  for (llvm::Function& function : module)
    if (!function.isDeclaration() && function.hasAddressTaken()) function.addFnAttr("disable-tail-calls", "true");
}

}  // namespace gort::compiler
