// See edits.h. Each member of Editor below the table is one kind of edit.
#include "edits.h"

#include <llvm/FuzzMutate/IRMutator.h>
#include <llvm/FuzzMutate/RandomIRBuilder.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/DebugInfoMetadata.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/InlineAsm.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Intrinsics.h>
#include <llvm/IR/IntrinsicsX86.h>
#include <llvm/Support/Error.h>
#include <llvm/Transforms/Utils/ModuleUtils.h>

using namespace llvm;

namespace {

constexpr const char* kNames[] = {
#define GORT_ABI(symbol, ...) #symbol,
#include "gort/abi.def"
#undef GORT_ABI
#undef GORT_ABI_SECTION
    // clang-format off
    "main", "main_main", "main_inittask", "a_inittask", "runtime_no_such", "gort_nothing", "__gort_tls_desc",
    "__gort_tls_image", "__gort_icall", "__gort_icall$gort32", "puts$gort32", "puts$gort", "$gort16", "x$local", "f$va",
    "llvm.used", "llvm.global_ctors", "llvm.global_dtors", "__dso_handle", "__morestack", "_GLOBAL_OFFSET_TABLE_",
    "_cgo_thread_start", "_cgo_notify_runtime_init_done", "runtime_iscgo", "environ", "stdout", "puts", "printf", "qsort",
    "pthread_create", "setjmp", "_setjmp", "vfork", "longjmp", "sinl", "memcpy", "malloc", "__tls_get_addr", "sched_yield",
    "__cxa_throw", "_ZTVN10__cxxabiv117__class_type_infoE", "__gxx_personality_v0", "__errno_location",
    "\1raw", "with space", "\"quoted\"", "new\nline", "é", "a@plt", ".L.local", "unnamed.0", "", "_", "0"};
// clang-format on

constexpr const char* kAsm[] = {"nop",
                                "",
                                "movq %rsp, $0",
                                "movq $0, %rsp",
                                "pushq %rax; popq %rax",
                                "subq $$8, %rsp",
                                "leave",
                                "wrfsbase %rax",
                                "movq %fs:0, %rax",
                                "movq %rax, %fs:0x70",
                                "call puts",
                                "call *%rax",
                                "jmp 1f; 1:",
                                "bogus",
                                "{nop|nop}",
                                "$0",
                                "$1",
                                "${0:w}",
                                "${",
                                "$$",
                                ".section foo; .byte 1; .previous",
                                ".if 0",
                                ".macro m; .endm",
                                "# comment",
                                "/* open",
                                "\"",
                                "int3",
                                "syscall",
                                "xchgq %rsp, %rbp",
                                "mov rsp, rax",
                                "lea rsp, [rsp-8]",
                                "enter $$8, $$0",
                                "swapgs",
                                "ret",
                                "iretq"};
constexpr const char* kConstraints[] = {"",      "=r,r",          "r", "~{memory}", "=r", "~{rsp}", "~{fs},~{dirflag}",
                                        "=m",    "=*m",           "i", "=&{rax},0", "X",  "~{rbp}", "={rsp}",
                                        "{rsp}", "=r,r,~{flags}", "!i"};
constexpr const char* kModuleAsm[] = {".globl asm_symbol\nasm_symbol:\n ret",
                                      "puts:",
                                      ".weak puts",
                                      ".set other, puts",
                                      ".symver puts, puts@GLIBC_2.2.5",
                                      "bogus directive",
                                      ".section .init_array\n.quad 0\n.text",
                                      ".globl main_main\nmain_main:\n ret",
                                      ".macro m\n",
                                      "\"",
                                      ".globl runtime_newproc\nruntime_newproc: ret",
                                      "mov %rsp, %rax",
                                      ".comm shared, 8, 8",
                                      ".type x, @gnu_indirect_function",
                                      "",
                                      ".globl main\n.type main,@function\nmain: xor %eax,%eax\n ret",
                                      ".quad puts",
                                      ".incbin \"/nonexistent\"",
                                      ".cfi_endproc"};
constexpr const char* kSections[] = {"",
                                     ".text",
                                     ".data",
                                     ".init_array",
                                     ".init_array.100",
                                     ".ctors",
                                     ".fini_array",
                                     ".tdata",
                                     ".tbss",
                                     ".bss",
                                     ".eh_frame",
                                     ".rodata",
                                     "my_table",
                                     "llvm.metadata",
                                     ".note.GNU-split-stack",
                                     ".debug_info",
                                     "a b",
                                     "__DATA,__x",
                                     ".init",
                                     ".preinit_array"};
constexpr const char* kAttributes[] = {"split-stack",
                                       "no-gort-thunk",
                                       "gort-unchecked",
                                       "target-cpu",
                                       "target-features",
                                       "frame-pointer",
                                       "probe-stack",
                                       "stack-probe-size",
                                       "patchable-function",
                                       "patchable-function-entry",
                                       "thunk",
                                       "no-split-stack",
                                       "fentry-call",
                                       "no-caller-saved-registers",
                                       "interrupt",
                                       "no-realign-stack",
                                       "stackrealign",
                                       "tune-cpu",
                                       "use-soft-float",
                                       "min-legal-vector-width",
                                       "xray-instruction-threshold",
                                       "function-instrument",
                                       "gc-leaf-function",
                                       "alloc-family"};
constexpr const char* kValues[] = {"",
                                   "all",
                                   "none",
                                   "1",
                                   "4096",
                                   "x86-64-v4",
                                   "no-such-cpu",
                                   "+avx512f,+amx-tile",
                                   "-sse2",
                                   "-64bit-mode",
                                   "+no-such-feature",
                                   "true",
                                   "inline-asm",
                                   "+soft-float",
                                   "18446744073709551616",
                                   "prologue-short-redirect"};
constexpr CallingConv::ID kConventions[] = {CallingConv::C,           CallingConv::C,
                                            CallingConv::Fast,        CallingConv::Cold,
                                            CallingConv::GHC,         CallingConv::HiPE,
                                            CallingConv::AnyReg,      CallingConv::PreserveMost,
                                            CallingConv::PreserveAll, CallingConv::PreserveNone,
                                            CallingConv::Swift,       CallingConv::SwiftTail,
                                            CallingConv::Tail,        CallingConv::CXX_FAST_TLS,
                                            CallingConv::X86_RegCall, CallingConv::X86_VectorCall,
                                            CallingConv::Win64,       CallingConv::X86_64_SysV,
                                            CallingConv::X86_INTR,    CallingConv::X86_StdCall,
                                            CallingConv::GRAAL};
constexpr GlobalValue::LinkageTypes kLinkages[] = {
    GlobalValue::ExternalLinkage,    GlobalValue::AvailableExternallyLinkage,
    GlobalValue::LinkOnceAnyLinkage, GlobalValue::LinkOnceODRLinkage,
    GlobalValue::WeakAnyLinkage,     GlobalValue::WeakODRLinkage,
    GlobalValue::AppendingLinkage,   GlobalValue::InternalLinkage,
    GlobalValue::PrivateLinkage,     GlobalValue::ExternalWeakLinkage,
    GlobalValue::CommonLinkage};

class Editor {
 public:
  Editor(Module& module, std::mt19937& random) : m_(module), c_(module.getContext()), random_(random) {}

  void run() {
    static constexpr void (Editor::* kEdits[])() = {
        &Editor::init_task,     &Editor::init_task,    &Editor::declare_runtime, &Editor::linkage,
        &Editor::placement,     &Editor::attribute,    &Editor::parameter,       &Editor::convention,
        &Editor::inline_asm,    &Editor::module_asm,   &Editor::variadic,        &Editor::variadic,
        &Editor::thread_local_, &Editor::use_variable, &Editor::alias,           &Editor::ifunc,
        &Editor::rename,        &Editor::start_list,   &Editor::used_list,       &Editor::packages,
        &Editor::intrinsic,     &Editor::local,        &Editor::indirect,        &Editor::invoke,
        &Editor::musttail,      &Editor::asm_goto,     &Editor::generic,         &Editor::generic,
        &Editor::remove,        &Editor::flag,         &Editor::block_address,   &Editor::initialise,
        &Editor::call_any,      &Editor::prefix_data,  &Editor::variadic_pass_on};
    (this->*kEdits[pick(std::size(kEdits))])();
  }

 private:
  size_t pick(size_t below) { return below ? random_() % below : 0; }
  bool chance(unsigned one_in) { return pick(one_in) == 0; }
  template <class T, size_t N>
  T one_of(const T (&list)[N]) {
    return list[pick(N)];
  }
  template <class R>
  auto any(R&& range) -> decltype(&*range.begin()) {
    size_t n = static_cast<size_t>(std::distance(range.begin(), range.end()));
    return n ? &*std::next(range.begin(), static_cast<ptrdiff_t>(pick(n))) : nullptr;
  }
  GlobalValue* any_global() {
    std::vector<GlobalValue*> all;
    for (GlobalValue& g : m_.global_values()) all.push_back(&g);
    return all.empty() ? nullptr : all[pick(all.size())];
  }
  Function* any_definition() {
    std::vector<Function*> all;
    for (Function& f : m_)
      if (!f.isDeclaration()) all.push_back(&f);
    return all.empty() ? nullptr : all[pick(all.size())];
  }
  // A place for a new instruction.
  Instruction* place() {
    Function* f = any_definition();
    if (!f) return nullptr;
    BasicBlock* block = any(*f);
    std::vector<Instruction*> all;
    for (auto i = block->getFirstInsertionPt(); i != block->end(); ++i) all.push_back(&*i);
    return all.empty() ? nullptr : all[pick(all.size())];
  }

  Type* type(bool first_class = true) {
    Type* simple[] = {Type::getInt1Ty(c_),     Type::getInt8Ty(c_),
                      Type::getInt32Ty(c_),    Type::getInt64Ty(c_),
                      Type::getInt128Ty(c_),   Type::getFloatTy(c_),
                      Type::getDoubleTy(c_),   Type::getX86_FP80Ty(c_),
                      Type::getFP128Ty(c_),    Type::getHalfTy(c_),
                      Type::getBFloatTy(c_),   PointerType::get(c_, 0),
                      PointerType::get(c_, 0), Type::getIntNTy(c_, 1 + static_cast<unsigned>(pick(200)))};
    switch (pick(12)) {
      case 0:
        return StructType::get(c_, {one_of(simple), one_of(simple)}, chance(4));
      case 1:
        return ArrayType::get(one_of(simple), pick(20));
      case 2:
        return FixedVectorType::get(simple[pick(7)], 1 + static_cast<unsigned>(pick(16)));
      case 3:
        return StructType::get(c_, {one_of(simple), ArrayType::get(one_of(simple), pick(4)), one_of(simple)});
      case 4:
        if (!first_class)
          return chance(8) ? PointerType::get(c_, 256 + static_cast<unsigned>(pick(2))) : Type::getVoidTy(c_);
        return one_of(simple);
      default:
        return one_of(simple);
    }
  }
  FunctionType* function_type() {
    std::vector<Type*> parameters(pick(10));
    for (Type*& p : parameters) p = type();
    if (chance(3)) parameters.clear();
    return FunctionType::get(chance(3) ? Type::getVoidTy(c_) : type(false), parameters, chance(5));
  }

  Constant* constant(Type* t, int depth = 0) {
    if (chance(12)) return UndefValue::get(t);
    if (chance(20)) return PoisonValue::get(t);
    if (auto* s = dyn_cast<StructType>(t); s && depth < 4) {
      std::vector<Constant*> fields;
      for (Type* f : s->elements()) fields.push_back(constant(f, depth + 1));
      return ConstantStruct::get(s, fields);
    }
    if (auto* a = dyn_cast<ArrayType>(t); a && depth < 4 && a->getNumElements() < 100) {
      std::vector<Constant*> elements;
      for (uint64_t i = 0; i < a->getNumElements(); i++) elements.push_back(constant(a->getElementType(), depth + 1));
      return ConstantArray::get(a, elements);
    }
    if (auto* p = dyn_cast<PointerType>(t); p && p->getAddressSpace() == 0 && !chance(3)) {
      GlobalValue* g = any_global();
      if (!g || g->getName().starts_with("llvm.")) return ConstantPointerNull::get(p);
      if (chance(4))
        return ConstantExpr::getGetElementPtr(Type::getInt8Ty(c_), g,
                                              ConstantInt::get(Type::getInt64Ty(c_), pick(64) - 8));
      return g;
    }
    if (t->isIntegerTy(64) && chance(3)) {
      GlobalValue* g = any_global();
      if (g && !g->getName().starts_with("llvm.")) return ConstantExpr::getPtrToInt(g, t);
    }
    if (t->isIntegerTy()) return ConstantInt::get(t, chance(2) ? pick(4) : random_(), false, /*ImplicitTrunc=*/true);
    return Constant::getNullValue(t);
  }

  // Something of this type that is there before `at`.
  Value* value(Type* t, Instruction* at) {
    std::vector<Value*> found;
    for (Argument& a : at->getFunction()->args())
      if (a.getType() == t) found.push_back(&a);
    for (Instruction& i : *at->getParent()) {
      if (&i == at) break;
      if (i.getType() == t) found.push_back(&i);
    }
    if (found.empty() || chance(3)) return constant(t);
    return found[pick(found.size())];
  }

  std::string name() {
    std::string n = one_of(kNames);
    if (chance(6))
      if (GlobalValue* g = any_global()) return g->getName().str();
    return chance(40) ? std::string(5000, 'n') : n;
  }

  CallInst* call(FunctionCallee callee, Instruction* at) {
    std::vector<Value*> arguments;
    for (Type* t : callee.getFunctionType()->params()) {
      if (t->isMetadataTy() || t->isTokenTy() || t->isLabelTy()) return nullptr;
      arguments.push_back(value(t, at));
    }
    if (callee.getFunctionType()->isVarArg())
      for (size_t n = pick(10); n; n--) {
        Type* t = type();
        arguments.push_back(value(t, at));
      }
    auto* i = CallInst::Create(callee, arguments, "", at->getIterator());
    if (auto* f = dyn_cast<Function>(callee.getCallee())) {
      i->setCallingConv(f->getCallingConv());
      i->setAttributes(AttributeList::get(c_, {}, f->getAttributes().getRetAttrs(), parameter_attributes(*f)));
    }
    if (DISubprogram* s = at->getFunction()->getSubprogram()) i->setDebugLoc(DILocation::get(c_, 1, 1, s));
    return i;
  }
  static SmallVector<AttributeSet, 8> parameter_attributes(const Function& f) {
    SmallVector<AttributeSet, 8> out;
    for (unsigned i = 0; i < f.arg_size(); i++) out.push_back(f.getAttributes().getParamAttrs(i));
    return out;
  }

  // --- the edits ---

  void init_task() {
    Type* word = Type::getInt64Ty(c_);
    Type* pointer = PointerType::get(c_, 0);
    std::vector<Constant*> words;
    for (size_t n = 2 + pick(6); n; n--) {
      Type* t = chance(8) ? type() : chance(2) ? word : pointer;
      if (t == word && !chance(4))
        words.push_back(ConstantInt::get(word, pick(4)));
      else
        words.push_back(constant(t));
    }
    Constant* record = chance(3) ? constant(type()) : ConstantStruct::getAnon(c_, words, chance(4));
    if (chance(6)) record = ConstantStruct::getAnon(c_, {record, constant(ArrayType::get(word, pick(4)))});
    GlobalValue* old = m_.getNamedValue(chance(3) ? "a_inittask" : "main_inittask");
    std::string called = old ? old->getName().str() : "main_inittask";
    auto* task =
        new GlobalVariable(m_, record->getType(), chance(8), one_of(kLinkages), chance(10) ? nullptr : record, "");
    if (chance(10)) task->setThreadLocal(true);
    if (chance(10)) task->setExternallyInitialized(true);
    if (old) {
      old->replaceAllUsesWith(task);
      task->takeName(old);
      if (auto* v = dyn_cast<GlobalVariable>(old)) v->eraseFromParent();
    } else {
      task->setName(called);
    }
    if (chance(10)) {
      task->setName("");
      GlobalAlias::create(task->getValueType(), 0, GlobalValue::ExternalLinkage, called, task, &m_);
    }
  }

  void declare_runtime() {
    Instruction* at = place();
    if (at) call(m_.getOrInsertFunction(name(), function_type()), at);
  }

  void call_any() {
    Instruction* at = place();
    Function* f = any(m_);
    if (at && f && !f->isIntrinsic()) call({f->getFunctionType(), f}, at);
  }

  void linkage() {
    if (GlobalValue* g = any_global()) g->setLinkage(one_of(kLinkages));
  }

  void placement() {
    GlobalValue* g = any_global();
    if (!g) return;
    switch (pick(7)) {
      case 0:
        if (g->hasLocalLinkage()) return;
        return g->setVisibility(static_cast<GlobalValue::VisibilityTypes>(pick(3)));
      case 1:
        return g->setDSOLocal(chance(2));
      case 2:
        return g->setUnnamedAddr(static_cast<GlobalValue::UnnamedAddr>(pick(3)));
      case 3:
        return g->setPartition(chance(2) ? "part" : "");
      case 4:
        if (g->hasLocalLinkage()) return;
        return g->setDLLStorageClass(static_cast<GlobalValue::DLLStorageClassTypes>(pick(3)));
      default:
        break;
    }
    auto* o = dyn_cast<GlobalObject>(g);
    if (!o) return;
    if (chance(2)) return o->setSection(one_of(kSections));
    if (chance(2)) {
      Comdat* group = m_.getOrInsertComdat(name());
      group->setSelectionKind(static_cast<Comdat::SelectionKind>(pick(5)));
      return o->setComdat(group);
    }
    Align align(1ull << pick(16));
    if (auto* v = dyn_cast<GlobalVariable>(o)) v->setAlignment(align);
    if (auto* f = dyn_cast<Function>(o)) f->setAlignment(align);
  }

  void attribute() {
    Function* f = any(m_);
    if (!f) return;
    if (chance(2)) return f->addFnAttr(one_of(kAttributes), one_of(kValues));
    auto kind = static_cast<Attribute::AttrKind>(1 + pick(Attribute::EndAttrKinds - 1));
    if (Attribute::isEnumAttrKind(kind) && Attribute::canUseAsFnAttr(kind)) f->addFnAttr(kind);
    if (chance(4)) f->addFnAttr(Attribute::getWithMemoryEffects(c_, MemoryEffects::none()));
    if (chance(8)) f->addFnAttr(Attribute::getWithStackAlignment(c_, Align(1ull << pick(9))));
    if (chance(8)) f->setGC(chance(2) ? "shadow-stack" : "statepoint-example");
  }

  void parameter() {
    Function* f = any(m_);
    if (!f || f->arg_empty()) return;
    unsigned i = static_cast<unsigned>(pick(f->arg_size()));
    AttrBuilder b(c_);
    switch (pick(6)) {
      case 0:
        b.addByValAttr(type());
        break;
      case 1:
        b.addStructRetAttr(type());
        break;
      case 2:
        b.addAlignmentAttr(Align(1ull << pick(12)));
        break;
      default: {
        constexpr Attribute::AttrKind kKinds[] = {Attribute::Nest,       Attribute::InReg,      Attribute::SwiftSelf,
                                                  Attribute::SwiftError, Attribute::SwiftAsync, Attribute::Returned,
                                                  Attribute::NoAlias,    Attribute::NonNull,    Attribute::ReadNone,
                                                  Attribute::ImmArg,     Attribute::ZExt,       Attribute::NoUndef};
        b.addAttribute(one_of(kKinds));
      }
    }
    f->addParamAttrs(i, b);
    // Calls are of one mind with their callee, mostly.
    if (!chance(4))
      for (User* u : f->users())
        if (auto* site = dyn_cast<CallBase>(u); site && site->getCalledOperand() == f && i < site->arg_size())
          for (const Attribute& a : AttributeSet::get(c_, b)) site->addParamAttr(i, a);
  }

  void convention() {
    Function* f = any(m_);
    if (!f || f->isIntrinsic()) return;  // LLVM's name mangler dies of conventions that no target knows for them
    CallingConv::ID id = one_of(kConventions);
    if (!chance(6)) f->setCallingConv(id);
    for (User* u : f->users())
      if (auto* site = dyn_cast<CallBase>(u); site && site->getCalledOperand() == f && !chance(8))
        site->setCallingConv(id);
  }

  void inline_asm() {
    Instruction* at = place();
    if (!at) return;
    FunctionType* t = chance(2)   ? FunctionType::get(Type::getVoidTy(c_), false)
                      : chance(2) ? FunctionType::get(Type::getInt64Ty(c_), {Type::getInt64Ty(c_)}, false)
                                  : function_type();
    std::string text = one_of(kAsm);
    if (chance(3)) text += (chance(2) ? "; " : "\n") + std::string(one_of(kAsm));
    std::string constraints = one_of(kConstraints);
    if (Error e = InlineAsm::verify(t, constraints)) return consumeError(std::move(e));
    auto* assembly = InlineAsm::get(t, text, constraints, chance(2), chance(3),
                                    chance(3) ? InlineAsm::AD_Intel : InlineAsm::AD_ATT, chance(10));
    call({t, assembly}, at);
  }

  void module_asm() {
    if (chance(2))
      m_.setModuleInlineAsm(one_of(kModuleAsm));
    else
      m_.appendModuleInlineAsm(one_of(kModuleAsm));
  }

  Function* variadic_function() {
    std::vector<Type*> parameters(pick(8));
    for (Type*& p : parameters) p = type();
    auto* t = FunctionType::get(chance(2) ? Type::getVoidTy(c_) : type(), parameters, true);
    Function* f = Function::Create(t, chance(2) ? GlobalValue::InternalLinkage : one_of(kLinkages), name(), m_);
    if (chance(4)) f->setCallingConv(one_of(kConventions));
    for (Argument& a : f->args())
      if (a.getType()->isPointerTy() && chance(2))
        a.addAttr(chance(4) ? Attribute::getWithStructRetType(c_, type()) : Attribute::getWithByValType(c_, type()));
    return f;
  }

  void variadic() {
    Instruction* at = place();
    if (!at) return;
    Function* f = variadic_function();
    IRBuilder<> b(BasicBlock::Create(c_, "", f));
    Type* list_type = chance(2) ? ArrayType::get(b.getInt8Ty(), 24) : type();
    Value* list = b.CreateAlloca(list_type);
    for (size_t n = pick(4); n; n--) {
      Type* pointer = b.getPtrTy();
      switch (pick(5)) {
        case 0:
          b.CreateIntrinsic(Intrinsic::vastart, {pointer}, {list});
          break;
        case 1:
          b.CreateIntrinsic(Intrinsic::vacopy, {pointer}, {b.CreateAlloca(list_type), list});
          break;
        case 2:
          b.CreateIntrinsic(Intrinsic::vaend, {pointer}, {list});
          break;
        case 3:
          b.CreateVAArg(list, type());
          break;
        default:
          if (Function* other = any(m_); other && !other->isIntrinsic() && other != f) {
            auto* end = new UnreachableInst(c_, b.GetInsertBlock());
            call({other->getFunctionType(), other}, end);
            end->eraseFromParent();
          }
      }
    }
    if (f->getReturnType()->isVoidTy())
      b.CreateRetVoid();
    else
      b.CreateRet(constant(f->getReturnType()));
    if (chance(3)) f->addFnAttr(chance(2) ? Attribute::AlwaysInline : Attribute::Naked);
    call({f->getFunctionType(), f}, at);
  }

  void variadic_pass_on() {
    Function* f = variadic_function();
    IRBuilder<> b(BasicBlock::Create(c_, "", f));
    Value* target = chance(2) ? static_cast<Value*>(constant(b.getPtrTy()))
                              : Function::Create(f->getFunctionType(), GlobalValue::ExternalLinkage, name(), m_);
    std::vector<Value*> arguments;
    for (Argument& a : f->args()) arguments.push_back(&a);
    CallInst* i = b.CreateCall(f->getFunctionType(), target, arguments);
    i->setCallingConv(f->getCallingConv());
    i->setAttributes(AttributeList::get(c_, {}, {}, parameter_attributes(*f)));
    i->setTailCallKind(CallInst::TCK_MustTail);
    f->getReturnType()->isVoidTy() ? b.CreateRetVoid() : b.CreateRet(i);
    if (Instruction* at = place(); at && at->getFunction() != f) call({f->getFunctionType(), f}, at);
  }

  void thread_local_() {
    if (chance(2)) {
      GlobalVariable* v = any(m_.globals());
      if (v) v->setThreadLocalMode(static_cast<GlobalValue::ThreadLocalMode>(pick(5)));
      return;
    }
    Type* t = type();
    new GlobalVariable(m_, t, chance(6), one_of(kLinkages), chance(4) ? nullptr : constant(t), name(), nullptr,
                       GlobalValue::GeneralDynamicTLSModel);
  }

  // Loads, stores, comparisons, phis and intrinsics that name a variable.
  void use_variable() {
    GlobalValue* v = any_global();
    Instruction* at = place();
    if (!v || !at || v->getName().starts_with("llvm.")) return;
    IRBuilder<> b(at);
    b.SetCurrentDebugLocation(DebugLoc());
    switch (pick(6)) {
      case 0:
        b.CreateLoad(type(), v, chance(3));
        break;
      case 1:
        b.CreateStore(chance(2) ? static_cast<Value*>(v) : constant(type()), chance(2) ? v : constant(b.getPtrTy()));
        break;
      case 2:
        b.CreateThreadLocalAddress(v);
        break;
      case 3:
        if (auto* branch = dyn_cast<BranchInst>(at->getParent()->getTerminator())) {
          BasicBlock* to = branch->getSuccessor(0);
          if (to->isEntryBlock()) break;
          auto* phi = PHINode::Create(b.getPtrTy(), 0, "", to->begin());
          for (BasicBlock* from : predecessors(to)) phi->addIncoming(v, from);
        }
        break;
      case 4:
        b.CreateAtomicRMW(AtomicRMWInst::Add, v, b.getInt64(1), MaybeAlign(8), AtomicOrdering::SequentiallyConsistent);
        break;
      default:
        b.CreateMemCpy(v, MaybeAlign(), constant(b.getPtrTy()), MaybeAlign(), pick(100));
    }
  }

  void alias() {
    GlobalValue* g = any_global();
    if (!g) return;
    Constant* target = chance(3) ? constant(PointerType::get(c_, 0)) : g;
    GlobalAlias* a =
        GlobalAlias::create(chance(3) ? type() : g->getValueType(), 0, one_of(kLinkages), name(), target, &m_);
    if (chance(4)) a->setThreadLocalMode(GlobalValue::LocalExecTLSModel);
    if (chance(2) && g != a && !g->getName().starts_with("llvm."))
      g->replaceUsesWithIf(a, [&](Use& u) { return isa<Instruction>(u.getUser()) && chance(2); });
  }

  void ifunc() {
    Function* resolver = any_definition();
    if (chance(2)) {
      resolver = Function::Create(FunctionType::get(PointerType::get(c_, 0), false), GlobalValue::InternalLinkage,
                                  "resolve", m_);
      ReturnInst::Create(c_, constant(PointerType::get(c_, 0)), BasicBlock::Create(c_, "", resolver));
    }
    if (!resolver) return;
    FunctionType* t = function_type();
    auto* i = GlobalIFunc::create(t, 0, one_of(kLinkages), name(), resolver, &m_);
    if (Instruction* at = place()) call({t, i}, at);
  }

  void rename() {
    if (GlobalValue* g = any_global(); g && !g->getName().starts_with("llvm.")) g->setName(name());
  }

  void start_list() {
    const char* which = chance(2) ? "llvm.global_ctors" : "llvm.global_dtors";
    if (GlobalVariable* old = m_.getNamedGlobal(which)) old->eraseFromParent();
    Type* pointer = PointerType::get(c_, 0);
    auto* entry = StructType::get(c_, {Type::getInt32Ty(c_), pointer, pointer});
    std::vector<Constant*> entries;
    for (size_t n = pick(4); n; n--)
      entries.push_back(chance(8) ? constant(entry)
                                  : ConstantStruct::get(
                                        entry, {constant(Type::getInt32Ty(c_)), constant(pointer), constant(pointer)}));
    auto* list = ConstantArray::get(ArrayType::get(entry, entries.size()), entries);
    new GlobalVariable(m_, list->getType(), false, GlobalValue::AppendingLinkage,
                       chance(10) ? Constant::getNullValue(list->getType()) : list, which);
  }

  void used_list() {
    GlobalValue* g = any_global();
    if (!g || g->getName().starts_with("llvm.")) return;
    chance(2) ? appendToUsed(m_, {g}) : appendToCompilerUsed(m_, {g});
  }

  void packages() {
    NamedMDNode* list = m_.getOrInsertNamedMetadata(chance(4) ? "llvm.ident" : "gort.packages");
    std::vector<Metadata*> operands;
    for (size_t n = pick(4); n; n--) switch (pick(4)) {
        case 0:
          operands.push_back(nullptr);
          break;
        case 1:
          operands.push_back(MDString::get(c_, chance(2) ? "net/http" : std::string(pick(300), '\0')));
          break;
        case 2:
          operands.push_back(MDNode::get(c_, {}));
          break;
        default:
          operands.push_back(ConstantAsMetadata::get(constant(chance(2) ? PointerType::get(c_, 0) : type())));
      }
    list->addOperand(MDNode::get(c_, operands));
  }

  void intrinsic() {
    Instruction* at = place();
    if (!at) return;
    Type* pointer = PointerType::get(c_, 0);
    Type* word = Type::getInt64Ty(c_);
    struct {
      Intrinsic::ID id;
      std::vector<Type*> types;
    } const list[] = {{Intrinsic::returnaddress, {}},
                      {Intrinsic::frameaddress, {pointer}},
                      {Intrinsic::addressofreturnaddress, {pointer}},
                      {Intrinsic::sponentry, {pointer}},
                      {Intrinsic::stacksave, {pointer}},
                      {Intrinsic::stackrestore, {pointer}},
                      {Intrinsic::eh_sjlj_setjmp, {}},
                      {Intrinsic::eh_sjlj_longjmp, {}},
                      {Intrinsic::eh_return_i64, {}},
                      {Intrinsic::init_trampoline, {}},
                      {Intrinsic::adjust_trampoline, {}},
                      {Intrinsic::thread_pointer, {pointer}},
                      {Intrinsic::vastart, {pointer}},
                      {Intrinsic::vacopy, {pointer}},
                      {Intrinsic::vaend, {pointer}},
                      {Intrinsic::trap, {}},
                      {Intrinsic::debugtrap, {}},
                      {Intrinsic::x86_wrfsbase_64, {}},
                      {Intrinsic::x86_rdfsbase_64, {}},
                      {Intrinsic::read_register, {word}},
                      {Intrinsic::write_register, {word}},
                      {Intrinsic::threadlocal_address, {pointer}},
                      {Intrinsic::localescape, {}},
                      {Intrinsic::localaddress, {}},
                      {Intrinsic::donothing, {}},
                      {Intrinsic::get_dynamic_area_offset, {word}},
                      {Intrinsic::experimental_stackmap, {}},
                      {Intrinsic::memset, {pointer, word}},
                      {Intrinsic::ptrmask, {pointer, word}},
                      {Intrinsic::powi, {Type::getX86_FP80Ty(c_), Type::getInt32Ty(c_)}},
                      {Intrinsic::sin, {Type::getX86_FP80Ty(c_)}},
                      {Intrinsic::pow, {Type::getFP128Ty(c_)}},
                      {Intrinsic::clear_cache, {}},
                      {Intrinsic::coro_size, {word}},
                      {Intrinsic::gcroot, {}}};
    auto& chosen = list[pick(std::size(list))];
    Function* f = Intrinsic::getOrInsertDeclaration(&m_, chosen.id, chosen.types);
    if (chosen.id == Intrinsic::read_register || chosen.id == Intrinsic::write_register) {
      const char* names[] = {"rsp", "esp", "rbp", "r10", "", "nothing"};
      Value* reg = MetadataAsValue::get(c_, MDNode::get(c_, {MDString::get(c_, names[pick(6)])}));
      std::vector<Value*> arguments{reg};
      if (chosen.id == Intrinsic::write_register) arguments.push_back(value(word, at));
      CallInst::Create(f, arguments, "", at->getIterator());
      return;
    }
    call({f->getFunctionType(), f}, at);
  }

  void local() {
    Instruction* at = place();
    if (!at) return;
    Type* word = Type::getInt64Ty(c_);
    auto* a = new AllocaInst(type(), 0, chance(2) ? nullptr : value(word, at), Align(1ull << pick(14)), "",
                             at->getIterator());
    if (chance(12)) a->setUsedWithInAlloca(true);
    if (chance(12)) a->setSwiftError(true);
    if (chance(2))
      IRBuilder<>(at).CreateStore(a, chance(2) ? static_cast<Value*>(a) : constant(PointerType::get(c_, 0)));
    if (chance(3)) IRBuilder<>(at).CreateLifetimeStart(a);
    if (chance(2)) call_any();
  }

  void indirect() {
    Instruction* at = place();
    if (!at) return;
    Type* pointer = PointerType::get(c_, 0);
    Value* target = value(pointer, at);
    IRBuilder<> b(at);
    b.SetCurrentDebugLocation(DebugLoc());
    switch (pick(5)) {
      case 0:
        target = b.CreateLoad(pointer, target);
        break;
      case 1:
        target = b.CreateSelect(value(b.getInt1Ty(), at), target, constant(pointer));
        break;
      case 2:
        target = b.CreateIntToPtr(value(b.getInt64Ty(), at), pointer);
        break;
      default:
        break;
    }
    CallInst* i = call({function_type(), target}, at);
    if (!i) return;
    if (chance(3)) i->setCallingConv(one_of(kConventions));
    for (unsigned a = 0; a < i->arg_size(); a++)
      if (i->getArgOperand(a)->getType()->isPointerTy() && chance(4)) {
        if (chance(2))
          i->addParamAttr(a, Attribute::getWithByValType(c_, type()));
        else
          i->addParamAttr(a, chance(2) ? Attribute::Nest : Attribute::InReg);
      }
    if (chance(6)) i->setTailCallKind(static_cast<CallInst::TailCallKind>(pick(4)));
  }

  void invoke() {
    Instruction* at = place();
    if (!at || isa<AllocaInst>(at)) return;
    Function* f = at->getFunction();
    if (!f->hasPersonalityFn())
      f->setPersonalityFn(cast<Constant>(m_.getOrInsertFunction(chance(4) ? name() : "__gxx_personality_v0",
                                                                FunctionType::get(Type::getInt32Ty(c_), true))
                                             .getCallee()));
    BasicBlock* next = at->getParent()->splitBasicBlock(at);
    BasicBlock* pad = BasicBlock::Create(c_, "", f);
    IRBuilder<> b(pad);
    auto* landing = b.CreateLandingPad(StructType::get(c_, {b.getPtrTy(), b.getInt32Ty()}), 1);
    if (chance(2))
      landing->setCleanup(true);
    else
      landing->addClause(constant(b.getPtrTy()));
    chance(2) ? static_cast<void>(b.CreateResume(landing)) : static_cast<void>(b.CreateUnreachable());
    Instruction* branch = next->getSinglePredecessor()->getTerminator();
    FunctionType* t = function_type();
    std::vector<Value*> arguments;
    for (Type* p : t->params()) arguments.push_back(value(p, branch));
    Value* target = chance(2) ? static_cast<Value*>(m_.getOrInsertFunction(name(), t).getCallee())
                              : value(PointerType::get(c_, 0), branch);
    auto* i = InvokeInst::Create(t, target, next, pad, arguments, "", branch->getIterator());
    branch->eraseFromParent();
    if (chance(3) && t->getReturnType()->isFirstClassType() && !t->getReturnType()->isVoidTy()) {
      auto* phi = PHINode::Create(t->getReturnType(), 1, "", next->begin());
      phi->addIncoming(i, i->getParent());
    }
  }

  void musttail() {
    FunctionType* t = function_type();
    Function* f = Function::Create(t, GlobalValue::InternalLinkage, "tail", m_);
    CallingConv::ID id = one_of(kConventions);
    f->setCallingConv(id);
    IRBuilder<> b(BasicBlock::Create(c_, "", f));
    Value* target =
        chance(2) ? static_cast<Value*>(constant(b.getPtrTy())) : b.CreateLoad(b.getPtrTy(), constant(b.getPtrTy()));
    std::vector<Value*> arguments;
    for (Argument& a : f->args()) arguments.push_back(&a);
    CallInst* i = b.CreateCall(t, target, arguments);
    i->setCallingConv(id);
    i->setTailCallKind(CallInst::TCK_MustTail);
    t->getReturnType()->isVoidTy() ? b.CreateRetVoid() : b.CreateRet(i);
    if (Instruction* at = place(); at && at->getFunction() != f) call({t, f}, at);
  }

  void asm_goto() {
    Instruction* at = place();
    if (!at || isa<AllocaInst>(at)) return;
    BasicBlock* next = at->getParent()->splitBasicBlock(at);
    BasicBlock* other = BasicBlock::Create(c_, "", at->getFunction());
    new UnreachableInst(c_, other);
    Instruction* branch = next->getSinglePredecessor()->getTerminator();
    auto* t = FunctionType::get(Type::getVoidTy(c_), false);
    CallBrInst::Create(t, InlineAsm::get(t, one_of(kAsm), "!i", true), next, {other}, {}, "", branch->getIterator());
    branch->eraseFromParent();
  }

  void block_address() {
    Function* f = any_definition();
    Instruction* at = place();
    if (!f || !at) return;
    BasicBlock* block = any(*f);
    if (block->isEntryBlock()) return;
    Constant* address = BlockAddress::get(f, block);
    if (chance(2))
      new GlobalVariable(m_, address->getType(), true, GlobalValue::InternalLinkage, address, name());
    else
      new StoreInst(address, constant(PointerType::get(c_, 0)), at->getIterator());
  }

  void initialise() {
    GlobalVariable* v = any(m_.globals());
    if (!v || v->getName().starts_with("llvm.")) return;
    v->setInitializer(chance(6) ? nullptr : constant(v->getValueType()));
  }

  void prefix_data() {
    Function* f = any_definition();
    if (!f) return;
    switch (pick(3)) {
      case 0:
        return f->setPrefixData(constant(type()));
      case 1:
        return f->setPrologueData(constant(type()));
      default:
        return f->setPersonalityFn(constant(PointerType::get(c_, 0)));
    }
  }

  void remove() {
    if (chance(2)) {
      if (Function* f = any_definition()) f->deleteBody();
      return;
    }
    GlobalVariable* v = any(m_.globals());
    if (!v || v->getName().starts_with("llvm.")) return;
    v->replaceAllUsesWith(Constant::getNullValue(v->getType()));
    v->eraseFromParent();
  }

  void flag() {
    const char* keys[] = {"PIC Level",
                          "cf-protection-branch",
                          "cf-protection-return",
                          "RtLibUseGOT",
                          "uwtable",
                          "frame-pointer",
                          "Code Model",
                          "stack-protector-guard-offset",
                          "override-stack-alignment",
                          "ptrauth",
                          "kcfi",
                          "import-call-optimization"};
    const char* key = one_of(keys);
    auto behaviour = static_cast<Module::ModFlagBehavior>(1 + pick(8));
    // A flag of a wrong type is what LLVM itself dies of.
    m_.addModuleFlag(behaviour, key, static_cast<uint32_t>(pick(5)));
  }

  void generic() {
    std::vector<std::unique_ptr<IRMutationStrategy>> strategies;
    strategies.push_back(std::make_unique<InjectorIRStrategy>());
    strategies.push_back(std::make_unique<InstDeleterIRStrategy>());
    strategies.push_back(std::make_unique<InstModificationIRStrategy>());
    strategies.push_back(std::make_unique<InsertFunctionStrategy>());
    strategies.push_back(std::make_unique<InsertCFGStrategy>());
    strategies.push_back(std::make_unique<InsertPHIStrategy>());
    strategies.push_back(std::make_unique<SinkInstructionStrategy>());
    strategies.push_back(std::make_unique<ShuffleBlockStrategy>());
    std::vector<TypeGetter> types{[](LLVMContext& c) { return Type::getInt1Ty(c); },
                                  [](LLVMContext& c) { return Type::getInt64Ty(c); },
                                  [](LLVMContext& c) { return Type::getDoubleTy(c); },
                                  [](LLVMContext& c) { return static_cast<Type*>(PointerType::get(c, 0)); },
                                  [](LLVMContext& c) { return Type::getX86_FP80Ty(c); }};
    IRMutator(std::move(types), std::move(strategies)).mutateModule(m_, static_cast<int>(random_()), 2000);
  }

  Module& m_;
  LLVMContext& c_;
  std::mt19937& random_;
};

}  // namespace

void edit(Module& module, std::mt19937& random) { Editor(module, random).run(); }
