#include "compiler/check.h"

#include <dlfcn.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/IntrinsicsX86.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Operator.h>

#include "compiler/abi.h"
#include "compiler/passes/stack_args.h"

namespace gort::compiler {
namespace {

using llvm::StringRef;
using llvm::Twine;

// LLVM's address spaces for memory relative to a segment register.
constexpr unsigned kGsSpace = 256, kFsSpace = 257;

StringRef convention_name(llvm::CallingConv::ID id) {
  switch (id) {
    case llvm::CallingConv::GHC:
      return "ghccc";
    case llvm::CallingConv::HiPE:
      return "cc 11 (HiPE)";
    case llvm::CallingConv::AnyReg:
      return "anyregcc";
    case llvm::CallingConv::X86_INTR:
      return "x86_intrcc";
    case llvm::CallingConv::X86_RegCall:
      return "x86_regcallcc";
    case llvm::CallingConv::Win64:
      return "win64cc";
    case llvm::CallingConv::PreserveMost:
      return "preserve_mostcc";
    case llvm::CallingConv::PreserveAll:
      return "preserve_allcc";
    case llvm::CallingConv::PreserveNone:
      return "preserve_nonecc";
    case llvm::CallingConv::Tail:
      return "tailcc";
    case llvm::CallingConv::SwiftTail:
      return "swifttailcc";
    default:
      return "";
  }
}

bool is_c_main(const llvm::FunctionType& type) {
  llvm::Type* result = type.getReturnType();
  if (!result->isIntegerTy(32) && !result->isVoidTy()) return false;
  if (type.isVarArg() || type.getNumParams() > 3) return false;
  for (unsigned i = 0; i < type.getNumParams(); i++)
    if (i == 0 ? !type.getParamType(i)->isIntegerTy(32) : !type.getParamType(i)->isPointerTy()) return false;
  return true;
}

class ModuleCheck {
 public:
  ModuleCheck(const llvm::Module& module, const Options& options, Report& report)
      : module_(module), options_(options), report_(report), file_(module.getModuleIdentifier()) {}

  void run() {
    for (const llvm::Function& function : module_) {
      if (function.isIntrinsic()) continue;
      if (function.isDeclaration()) {
        declaration(function);
      } else {
        definition(function);
        body(function);
      }
    }
    for (const llvm::GlobalVariable& variable : module_.globals()) global(variable);
    for (const llvm::GlobalAlias& alias : module_.aliases()) definition_name(alias);
    if (!module_.getModuleInlineAsm().empty())
      check_asm(module_.getModuleInlineAsm(), {file_.str(), "module asm"}, report_);
    summary();
  }

 private:
  void error(const Twine& text) { report_.error(file_, text); }

  // "in function 'f' (a.c:12)"
  std::string place(const llvm::Instruction& instruction) const {
    std::string text = "in function '" + instruction.getFunction()->getName().str() + "'";
    if (const llvm::DebugLoc& at = instruction.getDebugLoc())
      text += (" (" + at->getFilename() + ":" + Twine(at.getLine()) + ")").str();
    return text;
  }
  void error(const llvm::Instruction& at, const Twine& text) { report_.error(file_, place(at) + ": " + text); }
  void warning(const llvm::Instruction& at, const Twine& text) { report_.warning(file_, place(at) + ": " + text); }
  void remark(const llvm::Instruction& at, const Twine& text) { report_.remark(file_, place(at) + ": " + text); }

  void declaration(const llvm::Function& function) {
    if (function.use_empty()) return;
    StringRef name = function.getName();
    if (const AbiRow* row = find_abi(name)) {
      runtime_type(name, *row, *function.getFunctionType());
      return;
    }
    unknown_runtime_name(name);
  }

  void runtime_type(StringRef name, const AbiRow& row, const llvm::FunctionType& type) {
    if (matches_abi(row, type)) return;
    error("'" + name + "' is declared as '" + spell_type(type) + "', the runtime's is '" + spell_abi(row) + "'");
  }

  void unknown_runtime_name(StringRef name) {
    bool ours = name.starts_with("runtime_") || name.starts_with("gort_") || name.starts_with("__gort_");
    bool shared = name.starts_with("time_") || name.starts_with("sync_");
    if (!ours && !shared) return;
    // sync_file_range and its like are the C library's; others may come from a library that was given with -l.
    if (shared && (!options_.libraries.empty() || dlsym(RTLD_DEFAULT, name.str().c_str()))) return;
    undefined_runtime_.push_back(name);
  }

  void definition_name(const llvm::GlobalValue& value) {
    if (value.hasLocalLinkage() || value.hasAvailableExternallyLinkage()) return;
    if (find_abi(value.getName()) && is_runtime_name(value.getName()))
      error("'" + value.getName() + "' is defined by the module, but it belongs to the runtime; rename it");
  }

  void definition(const llvm::Function& function) {
    definition_name(function);
    StringRef name = function.getName();
    llvm::FunctionType& type = *function.getFunctionType();
    if (!options_.entry.empty()) {
      if (name == options_.entry && !takes_nothing(type) && !is_c_main(type))
        error("--entry: '" + name + "' is '" + spell_type(type) +
              "'; expected 'void ()', or a C main 'i32 (i32, ptr)'");
    } else if (name == "main_main" && !takes_nothing(type)) {
      error("'main_main' is '" + spell_type(type) + "'; the runtime calls it as 'void ()'");
    } else if (name == "main_inittask") {
      error("'main_inittask' is a function; it must be a global record {state, ndeps, nfns, deps..., fns...}");
    } else if (name == "main" && !is_c_main(type) && !module_.getNamedValue("main_main")) {
      error("'main' is '" + spell_type(type) + "'; expected 'i32 ()', 'i32 (i32, ptr)' or 'i32 (i32, ptr, ptr)'");
    }
    llvm::CallingConv::ID convention = function.getCallingConv();
    switch (convention) {
      case llvm::CallingConv::GHC:
      case llvm::CallingConv::HiPE:
      case llvm::CallingConv::X86_INTR:
        error("function '" + name + "' has the calling convention " + convention_name(convention) +
              ", which leaves no register for the stack check; use another");
        break;
      case llvm::CallingConv::X86_RegCall:
        if (function.getAttributes().hasAttrSomewhere(llvm::Attribute::Nest))
          error("function '" + name + "' is x86_regcallcc with a nest parameter; that cannot have a stack check");
        break;
      case llvm::CallingConv::Win64:
        if (function.isVarArg())
          report_.warning(file_, "function '" + name + "' is variadic and win64cc: it has no stack check");
        break;
      default:
        break;
    }
    if (function.hasFnAttribute(llvm::Attribute::Naked))
      report_.remark(file_, "function '" + name + "' is naked: it has no stack check");
    functions_++;
    if (function.hasOptNone()) unoptimised_++;
  }

  static bool takes_nothing(const llvm::FunctionType& type) {
    return type.getReturnType()->isVoidTy() && type.getNumParams() == 0 && !type.isVarArg();
  }

  // LLVM looks into these lists, too, and takes for granted what its verifier does not ask for.
  void init_list(const llvm::GlobalVariable& list) {
    auto* entries = llvm::dyn_cast<llvm::ConstantArray>(list.getInitializer());
    if (!entries) return;
    for (const llvm::Use& entry : entries->operands()) {
      auto* fields = llvm::dyn_cast<llvm::ConstantStruct>(entry);
      bool known =
          fields ? llvm::isa<llvm::ConstantInt>(fields->getOperand(0)) : llvm::isa<llvm::ConstantAggregateZero>(entry);
      if (!known) error("'" + list.getName() + "' has an entry without a priority");
    }
  }

  void global(const llvm::GlobalVariable& variable) {
    if (variable.isDeclaration()) {
      if (!variable.use_empty() && !find_abi(variable.getName())) unknown_runtime_name(variable.getName());
      return;
    }
    definition_name(variable);
    StringRef name = variable.getName();
    if (options_.entry.empty() && name == "main_main") error("'main_main' is data; it must be a function 'void ()'");
    if (name == "llvm.global_ctors" || name == "llvm.global_dtors") init_list(variable);
  }

  void body(const llvm::Function& function) {
    uint64_t frame = 0;
    for (const llvm::Instruction& instruction : llvm::instructions(function)) {
      if (instruction.getType()->isX86_AMXTy()) {
        error(instruction, "AMX tiles are not kept when a goroutine moves to another thread; gort refuses them");
      } else if (auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction)) {
        this->call(*call);
      } else if (auto* alloca = llvm::dyn_cast<llvm::AllocaInst>(&instruction)) {
        if (auto size = alloca->getAllocationSize(module_.getDataLayout())) frame += size->getFixedValue();
        if (alloca->getAlign().value() > 64)
          remark(*alloca, "a local variable is aligned to " + Twine(alloca->getAlign().value()) +
                              " bytes; up to 64 costs nothing");
      }
      segment(instruction);
    }
    if (frame >= (64 << 10))
      report_.remark(file_, "function '" + function.getName() + "' has " + Twine(frame >> 10) +
                                " KB of local variables; each goroutine that calls it needs a larger stack");
  }

  // Memory relative to fs or gs is the thread's.
  void segment(const llvm::Instruction& instruction) {
    const llvm::Value* pointer = llvm::getLoadStorePointerOperand(&instruction);
    if (auto* exchange = llvm::dyn_cast<llvm::AtomicRMWInst>(&instruction)) pointer = exchange->getPointerOperand();
    if (auto* exchange = llvm::dyn_cast<llvm::AtomicCmpXchgInst>(&instruction)) pointer = exchange->getPointerOperand();
    if (!pointer) return;
    unsigned space = pointer->getType()->getPointerAddressSpace();
    if (space == kFsSpace && !llvm::isa<llvm::LoadInst>(instruction))
      error(instruction, "writes memory relative to fs, where the C library and the runtime keep the thread's state");
    else if (space == kFsSpace || space == kGsSpace)
      warning(instruction, "uses memory relative to " + Twine(space == kFsSpace ? "fs" : "gs") +
                               ", which is the thread's; a goroutine may move to another thread");
  }

  void call(const llvm::CallBase& call) {
    if (auto* assembly = llvm::dyn_cast<llvm::InlineAsm>(call.getCalledOperand())) {
      check_asm(assembly->getAsmString(),
                {file_.str(), place(call), assembly->getDialect() == llvm::InlineAsm::AD_Intel}, report_);
      return;
    }
    const auto* callee = llvm::dyn_cast<llvm::Function>(call.getCalledOperand()->stripPointerCasts());
    if (callee && callee->isIntrinsic()) return intrinsic(call, *callee);
    if (callee && callee->getFunctionType() != call.getFunctionType())
      if (const AbiRow* row = find_abi(callee->getName()))
        runtime_type(callee->getName(), *row, *call.getFunctionType());

    llvm::CallingConv::ID convention = call.getCallingConv();
    bool pops = convention == llvm::CallingConv::Tail || convention == llvm::CallingConv::SwiftTail;
    if (pops && call.isMustTailCall() && stack_argument_bytes(call))
      error(call, "musttail call with " + convention_name(convention) +
                      " and arguments on the stack: LLVM compiles that wrongly; use fewer arguments, or fastcc");
    if (!callee && call.isMustTailCall() && call.getFunctionType()->isVarArg())
      warning(call,
              "a variadic musttail call through a pointer; if that leads to foreign code, it runs on the goroutine's "
              "stack");
  }

  void intrinsic(const llvm::CallBase& call, const llvm::Function& callee) {
    switch (callee.getIntrinsicID()) {
      case llvm::Intrinsic::init_trampoline:
        error(call, "a trampoline for a nested function needs an executable stack; gort's stacks are not");
        break;
      case llvm::Intrinsic::write_register: {
        auto* name = llvm::cast<llvm::MDNode>(llvm::cast<llvm::MetadataAsValue>(call.getArgOperand(0))->getMetadata());
        StringRef reg = llvm::cast<llvm::MDString>(name->getOperand(0))->getString();
        if (reg == "rsp" || reg == "esp")
          error(call, "writes the stack pointer; the runtime would not find the goroutine's stack again");
        break;
      }
      case llvm::Intrinsic::x86_wrfsbase_32:
      case llvm::Intrinsic::x86_wrfsbase_64:
        error(call, "sets fs, where the C library and the runtime keep the thread's state");
        break;
      case llvm::Intrinsic::thread_pointer:
        warning(call, "takes the thread pointer; a goroutine may move to another thread");
        break;
      case llvm::Intrinsic::x86_tileloadd64:
      case llvm::Intrinsic::x86_ldtilecfg:
        error(call, "AMX tiles are not kept when a goroutine moves to another thread; gort refuses them");
        break;
      default:
        break;
    }
  }

  void summary() {
    for (StringRef name : undefined_runtime_) {
      StringRef near = nearest_abi_name(name);
      error("the runtime has no '" + name + "'" +
            (near.empty() ? Twine("; see gort abi") : "; did you mean '" + near + "'?"));
    }
    if (unoptimised_ * 2 > functions_)
      report_.remark(file_, Twine(unoptimised_) + " of " + Twine(functions_) +
                                " functions are marked optnone (clang -O0); compile with -O1 or more");
  }

  const llvm::Module& module_;
  const Options& options_;
  Report& report_;
  StringRef file_;
  std::vector<StringRef> undefined_runtime_;
  unsigned functions_ = 0, unoptimised_ = 0;
};

// Calls of functions that no module defines. Known only when all modules are linked.
class ForeignCheck {
 public:
  ForeignCheck(const llvm::Module& module, Report& report) : module_(module), report_(report) {}

  void run() {
    for (const llvm::Function& function : module_) {
      if (!function.isDeclaration() || function.isIntrinsic() || find_abi(function.getName())) continue;
      for (const llvm::User* user : function.users()) {
        auto* call = llvm::dyn_cast<llvm::CallBase>(user);
        if (call && call->getCalledOperand() == &function && !check(function, *call)) break;
      }
    }
  }

 private:
  // The first call that cannot work stands for all of that function's.
  bool check(const llvm::Function& callee, const llvm::CallBase& call) {
    std::string what;
    llvm::CallingConv::ID convention = call.getCallingConv();
    bool pops = convention == llvm::CallingConv::Tail || convention == llvm::CallingConv::SwiftTail;
    StringRef name = convention_name(convention);
    if (!name.empty() && !(pops && !stack_argument_bytes(call))) what = name;
    for (unsigned i = 0; i < call.arg_size(); i++) {
      if (call.paramHasAttr(i, llvm::Attribute::Nest)) what = "a nest argument";
      if (call.paramHasAttr(i, llvm::Attribute::SwiftError)) what = "a swifterror argument";
      if (call.paramHasAttr(i, llvm::Attribute::SwiftSelf)) what = "a swiftself argument";
      if (call.paramHasAttr(i, llvm::Attribute::SwiftAsync)) what = "a swiftasync argument";
    }
    if (what.empty()) return true;
    report_.error(module_.getModuleIdentifier(), "in function '" + call.getFunction()->getName() + "': calls '" +
                                                     callee.getName() + "', which no module defines, with " + what +
                                                     "; the registers of that are needed on the way to foreign code");
    return false;
  }

  const llvm::Module& module_;
  Report& report_;
};

}  // namespace

void check_module(const llvm::Module& module, const Options& options, Report& report) {
  ModuleCheck(module, options, report).run();
}

bool check_program(Program& program, const Options& options, llvm::TargetMachine&, Report& report) {
  const llvm::Module& module = *program.module;
  StringRef file = module.getModuleIdentifier();
  auto defined = [&](StringRef name) -> const llvm::Function* {
    const llvm::GlobalValue* value = module.getNamedValue(name);
    if (auto* alias = llvm::dyn_cast_or_null<llvm::GlobalAlias>(value)) value = alias->getAliaseeObject();
    auto* function = llvm::dyn_cast_or_null<llvm::Function>(value);
    return function && !function->isDeclaration() ? function : nullptr;
  };
  ForeignCheck(module, report).run();
  bool chosen = !options.entry.empty();
  StringRef entry = chosen ? StringRef(options.entry) : "main_main";
  if (const llvm::Function* function = defined(entry)) {
    (chosen && function->arg_size() + !function->getReturnType()->isVoidTy() ? program.c_main : program.main_main) =
        entry.str();
  } else if (chosen) {
    report.error(file, "--entry: no module defines a function '" + entry + "'");
  } else if (defined("main")) {
    program.c_main = "main";
  } else {
    report.error(file, "no entry point: no module defines 'main_main' (void ()) or a C 'main'");
  }

  const llvm::GlobalVariable* tasks = module.getNamedGlobal("main_inittask");
  if (tasks && !tasks->isDeclarationForLinker() && !tasks->hasLocalLinkage()) {
    program.main_inittask = "main_inittask";
    find_tasks(program, report);
  } else if (program.main_main == "main_main") {
    report.error(file,
                 "'main_main' is there, 'main_inittask' is missing or internal: a global record {state, ndeps, nfns, "
                 "deps..., fns...}; "
                 "without init functions: @main_inittask = global [3 x i64] zeroinitializer");
  }
  return report.errors() == 0;
}

}  // namespace gort::compiler
