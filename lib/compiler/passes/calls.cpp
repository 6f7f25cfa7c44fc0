// lib/compiler/passes/calls.cpp: the ways from the program's code to foreign code.
//
// Foreign code (C libraries, native objects) runs on the thread's system stack. How a call gets there is decided by
// what is known of its target:
//
//   a foreign name      stays a direct call; the linking side binds the name to a stub that knows the target and how
//   many
//                       bytes of stack arguments to copy. A call with stack arguments names its number: `f$gort32`. A
//                       plain `f` copies none, unless the program takes f's address: then what f's own type needs.
//   a runtime's name    (abi.def, but not "foreign") is left alone
//   a pointer           may lead anywhere: to checked code, or to a C function that came out of dlsym, a library's
//   vtable
//                       or a callback's field. All of the program's code, stubs included, lies in one aligned span, so
//                       the pointer's upper bits tell. If they differ the call goes to __gort_icall instead, which
//                       finds the target in r10:
//
//                         %in = icmp eq (ptrtoint %f >> 31), BASE >> 31
//                         %to = select %in, %f, @"__gort_icall$gortN"
//                         call %to(args..., nest %f)
//
//                       r10 is where the C convention passes `nest`; a callee that does not ask for it never looks.
//
// A musttail call must have its caller's type, so it cannot have the argument more: it is made twice, as it was for
// targets inside, and as a plain call and return for foreign ones, which do not call on in tail position.
#include <llvm/ADT/StringSet.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Operator.h>
#include <llvm/Object/ModuleSymbolTable.h>

#include <bit>

#include "compiler/abi.h"
#include "compiler/passes/passes.h"
#include "compiler/passes/stack_args.h"
#include "image/image.h"

namespace gort::compiler {
namespace {

using llvm::StringRef;

constexpr unsigned kSlabShift = std::countr_zero(image::kSpan);
// A variadic function may be called through its address with any arguments; the system stack's end leaves so much room
// for a blind copy.
constexpr uint32_t kVariadicBytes = 512;

// Functions that code generation calls for x86_fp80 operations, with their long double arguments, which travel on the
// stack.
struct LongDoubleHelper {
  StringRef name;
  uint32_t bytes;
};
constexpr LongDoubleHelper kLongDoubleHelpers[] = {
    {"sinl", 16},         {"cosl", 16},       {"tanl", 16},         {"asinl", 16},         {"acosl", 16},
    {"atanl", 16},        {"sinhl", 16},      {"coshl", 16},        {"tanhl", 16},         {"expl", 16},
    {"exp2l", 16},        {"exp10l", 16},     {"logl", 16},         {"log2l", 16},         {"log10l", 16},
    {"sqrtl", 16},        {"cbrtl", 16},      {"floorl", 16},       {"ceill", 16},         {"truncl", 16},
    {"rintl", 16},        {"nearbyintl", 16}, {"roundl", 16},       {"roundevenl", 16},    {"lroundl", 16},
    {"llroundl", 16},     {"lrintl", 16},     {"llrintl", 16},      {"sincosl", 16},       {"sincospil", 16},
    {"ldexpl", 16},       {"frexpl", 16},     {"modfl", 16},        {"__powixf2", 16},     {"__fixxfti", 16},
    {"__fixunsxfti", 16}, {"__fixxfdi", 16},  {"__fixunsxfdi", 16}, {"__extendxftf2", 16}, {"__truncxfhf2", 16},
    {"__truncxfbf2", 16}, {"fmodl", 32},      {"powl", 32},         {"atan2l", 32},        {"fminl", 32},
    {"fmaxl", 32},        {"fminimuml", 32},  {"fmaximuml", 32},    {"fminimum_numl", 32}, {"fmaximum_numl", 32},
    {"copysignl", 32},    {"remainderl", 32}, {"fmal", 48}};

class Router {
 public:
  Router(Program& program, uint64_t base) : program_(program), module_(*program.module), base_(base) {
    if (!module_.getModuleInlineAsm().empty())
      llvm::ModuleSymbolTable::CollectAsmSymbols(module_,
                                                 [&](StringRef name, llvm::object::BasicSymbolRef::Flags flags) {
                                                   if (!(flags & llvm::object::BasicSymbolRef::SF_Undefined))
                                                     defined_by_asm_.insert(name);
                                                 });
  }

  void run() {
    // A body that exists for inlining only is another's function by now.
    for (llvm::Function& function : module_) {
      if (!function.hasAvailableExternallyLinkage()) continue;
      function.deleteBody();
      function.setComdat(nullptr);
      function.setLinkage(llvm::GlobalValue::ExternalLinkage);
    }
    std::vector<llvm::CallBase*> direct, indirect;
    bool long_double = false;
    for (llvm::Function& function : module_) {
      for (llvm::Instruction& instruction : llvm::instructions(function)) {
        long_double |= instruction.getType()->getScalarType()->isX86_FP80Ty() ||
                       (llvm::isa<llvm::CastInst>(instruction) &&
                        instruction.getOperand(0)->getType()->getScalarType()->isX86_FP80Ty());
        auto* call = llvm::dyn_cast<llvm::CallBase>(&instruction);
        if (!call || call->isInlineAsm()) continue;
        if (const llvm::Function* callee = callee_of(*call)) {
          if (is_foreign(*callee)) direct.push_back(call);
        } else if (!is_known(call->getCalledOperand(), 0)) {
          indirect.push_back(call);
        }
      }
    }
    for (llvm::CallBase* call : direct) route_direct(*call);
    for (llvm::Function& function : module_)
      if (is_foreign(function)) note_address_taken(function);
    for (llvm::CallBase* call : indirect) route_indirect(*call);
    if (long_double)
      for (const LongDoubleHelper& helper : kLongDoubleHelpers) at_least(helper.name, helper.bytes);
  }

 private:
  static llvm::Function* callee_of(const llvm::CallBase& call) {
    return llvm::dyn_cast<llvm::Function>(call.getCalledOperand()->stripPointerCastsAndAliases());
  }

  bool is_foreign(const llvm::Function& function) const {
    if (!function.isDeclaration() || function.isIntrinsic() || foreign_stub(function.getName())) return false;
    if (defined_by_asm_.contains(function.getName())) return false;
    const AbiRow* row = find_abi(function.getName());
    return !row || row->kind == AbiKind::foreign;
  }

  // Whether a pointer can only be to functions that the program names: their addresses lie inside the image.
  static bool is_known(const llvm::Value* pointer, int depth) {
    pointer = pointer->stripPointerCastsAndAliases();
    if (llvm::isa<llvm::Function, llvm::ConstantPointerNull, llvm::UndefValue>(pointer)) return true;
    if (depth == 4) return false;
    if (auto* select = llvm::dyn_cast<llvm::SelectInst>(pointer))
      return is_known(select->getTrueValue(), depth + 1) && is_known(select->getFalseValue(), depth + 1);
    if (auto* phi = llvm::dyn_cast<llvm::PHINode>(pointer))
      return llvm::all_of(phi->incoming_values(), [&](const llvm::Use& v) { return is_known(v.get(), depth + 1); });
    return false;
  }

  void at_least(StringRef name, uint32_t bytes) {
    uint32_t& known = program_.stack_bytes[name];
    known = std::max(known, bytes);
  }

  void route_direct(llvm::CallBase& call) {
    uint32_t bytes = stack_argument_bytes(call);
    if (!bytes) return;
    llvm::Function& callee = *callee_of(call);
    std::string name = (callee.getName() + "$gort" + llvm::Twine(bytes)).str();
    llvm::Function* stub = module_.getFunction(name);
    if (!stub) {
      stub = llvm::Function::Create(callee.getFunctionType(), callee.getLinkage(), name, module_);
      stub->copyAttributesFrom(&callee);
      stub->setDSOLocal(false);
      stub->setVisibility(llvm::GlobalValue::DefaultVisibility);
    }
    call.setCalledOperand(stub);
  }

  void note_address_taken(const llvm::Function& function) {
    bool taken = llvm::any_of(function.uses(), [](const llvm::Use& use) {
      auto* call = llvm::dyn_cast<llvm::CallBase>(use.getUser());
      return !call || !call->isCallee(&use);
    });
    if (!taken) return;
    uint32_t bytes = function.isVarArg() ? kVariadicBytes : stack_argument_bytes(function);
    if (bytes) at_least(function.getName(), bytes);
  }

  // Conventions in which r10 is free and that C code could have.
  static bool can_leave(const llvm::CallBase& call) {
    switch (call.getCallingConv()) {
      case llvm::CallingConv::C:
      case llvm::CallingConv::Fast:
      case llvm::CallingConv::Cold:
      case llvm::CallingConv::Swift:
        break;
      default:
        return false;
    }
    for (unsigned i = 0; i < call.arg_size(); i++)
      if (call.paramHasAttr(i, llvm::Attribute::Nest)) return false;
    return !llvm::isa<llvm::CallBrInst>(call);
  }

  llvm::Function* outside(uint32_t bytes) {
    std::string name = bytes ? ("__gort_icall$gort" + llvm::Twine(bytes)).str() : "__gort_icall";
    if (llvm::Function* known = module_.getFunction(name)) return known;
    return llvm::Function::Create(llvm::FunctionType::get(llvm::Type::getVoidTy(module_.getContext()), false),
                                  llvm::GlobalValue::ExternalLinkage, name, module_);
  }

  llvm::Value* is_inside(llvm::IRBuilder<>& builder, llvm::Value* target) const {
    llvm::Type* word = builder.getInt64Ty();
    llvm::Value* slab = builder.CreateLShr(builder.CreatePtrToInt(target, word), kSlabShift);
    return builder.CreateICmpEQ(slab, llvm::ConstantInt::get(word, base_ >> kSlabShift));
  }

  // The same call to `callee` with one more argument, `nest target`, behind the fixed ones.
  llvm::CallBase* with_target(llvm::IRBuilder<>& builder, llvm::CallBase& call, llvm::Value* callee,
                              llvm::Value* target) {
    llvm::LLVMContext& context = module_.getContext();
    llvm::FunctionType* type = call.getFunctionType();
    unsigned fixed = type->getNumParams();
    std::vector<llvm::Type*> types(type->params());
    types.push_back(target->getType());
    std::vector<llvm::Value*> arguments(call.arg_begin(), call.arg_end());
    arguments.insert(arguments.begin() + fixed, target);
    std::vector<llvm::AttributeSet> parameters;
    for (unsigned i = 0; i < call.arg_size(); i++) parameters.push_back(call.getAttributes().getParamAttrs(i));
    parameters.insert(parameters.begin() + fixed,
                      llvm::AttributeSet::get(context, llvm::AttrBuilder(context).addAttribute(llvm::Attribute::Nest)));
    std::vector<llvm::OperandBundleDef> bundles;
    for (unsigned i = 0; i < call.getNumOperandBundles(); i++)
      if (auto bundle = call.getOperandBundleAt(i); bundle.getTagID() != llvm::LLVMContext::OB_kcfi)
        bundles.emplace_back(bundle);
    type = llvm::FunctionType::get(type->getReturnType(), types, type->isVarArg());

    llvm::CallBase* made;
    if (auto* invoke = llvm::dyn_cast<llvm::InvokeInst>(&call)) {
      made = builder.CreateInvoke(type, callee, invoke->getNormalDest(), invoke->getUnwindDest(), arguments, bundles);
    } else {
      llvm::CallInst* plain = builder.CreateCall(type, callee, arguments, bundles);
      auto kind = llvm::cast<llvm::CallInst>(call).getTailCallKind();
      plain->setTailCallKind(kind == llvm::CallInst::TCK_MustTail ? llvm::CallInst::TCK_None : kind);
      made = plain;
    }
    made->setCallingConv(call.getCallingConv());
    made->setAttributes(llvm::AttributeList::get(context, call.getAttributes().getFnAttrs(),
                                                 call.getAttributes().getRetAttrs(), parameters));
    made->copyMetadata(call);
    made->copyIRFlags(&call);
    return made;
  }

  void route_indirect(llvm::CallBase& call) {
    // An error register may be loaded and stored, not compared. It never holds a function.
    if (!can_leave(call) || call.getCalledOperand()->isSwiftError()) return;
    if (call.isMustTailCall()) return route_musttail(llvm::cast<llvm::CallInst>(call));
    llvm::IRBuilder<> builder(&call);
    llvm::Value* target = call.getCalledOperand();
    llvm::Value* callee = builder.CreateSelect(is_inside(builder, target), target, outside(stack_argument_bytes(call)));
    llvm::CallBase* made = with_target(builder, call, callee, target);
    made->takeName(&call);
    call.replaceAllUsesWith(made);
    call.eraseFromParent();
  }

  void route_musttail(llvm::CallInst& call) {
    if (call.getFunctionType()->isVarArg()) return;  // its variable arguments are not known here
    llvm::BasicBlock* before = call.getParent();
    llvm::Function* function = before->getParent();
    llvm::BasicBlock* inside = before->splitBasicBlock(&call);
    llvm::BasicBlock* leaving = llvm::BasicBlock::Create(module_.getContext(), "", function, inside->getNextNode());
    llvm::Instruction* jump = before->getTerminator();
    llvm::IRBuilder<> builder(jump);
    builder.SetCurrentDebugLocation(call.getDebugLoc());
    llvm::Value* target = call.getCalledOperand();
    builder.CreateCondBr(is_inside(builder, target), inside, leaving);
    jump->eraseFromParent();
    builder.SetInsertPoint(leaving);
    llvm::CallBase* made = with_target(builder, call, outside(stack_argument_bytes(call)), target);
    if (call.getType()->isVoidTy())
      builder.CreateRetVoid();
    else
      builder.CreateRet(made);
  }

  Program& program_;
  llvm::Module& module_;
  uint64_t base_;
  llvm::StringSet<> defined_by_asm_;
};

}  // namespace

void route_calls(Program& program, uint64_t base) { Router(program, base).run(); }

}  // namespace gort::compiler
