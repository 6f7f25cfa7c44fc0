// tools/toy/ir.h: a module and its functions while they are written, with LLVM's IRBuilder.
//
// A variable is a slot of its function's frame: an alloca among the function's first lines, where LLVM finds it and
// turns it into registers. Only when a closure captures the variable, later in the text, is it known that it must
// outlive the frame. So the function's end puts an object on the heap in the place of each captured slot.
#pragma once
#include <llvm/ADT/MapVector.h>
#include <llvm/IR/DIBuilder.h>
#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/Transforms/Utils/BasicBlockUtils.h>

#include <deque>

#include "lexer.h"
#include "types.h"

using llvm::Attribute, llvm::BasicBlock, llvm::Constant, llvm::ConstantStruct;

struct Value {
  const Type* type = kNothing;
  llvm::Value* ir = nullptr;
  Pos pos = {};
  llvm::Value* address = nullptr;  // where it stands, if it can be assigned to
  llvm::Function* code = nullptr;  // of a function that is known by its name
  StringRef own = {};              // the name of a function of the language
};

struct Module {
  const Source& source;
  llvm::Module ir{source.name, context()};
  llvm::DIBuilder debug{ir};
  llvm::DIFile* file = debug.createFile(source.name, "");

  explicit Module(const Source& s) : source(s) {
    ir.setDataLayout(llvm::Triple(llvm::sys::getProcessTriple()).computeDataLayout());
    ir.addModuleFlag(llvm::Module::Warning, "Debug Info Version", llvm::DEBUG_METADATA_VERSION);
    debug.createCompileUnit({llvm::dwarf::DW_LANG_C}, file, "toy", false, "", 0, "",
                            llvm::DICompileUnit::LineTablesOnly);
    auto* task = StructType::get(kWord, kWord, kWord);
    ir.getOrInsertGlobal("main_inittask", task)->setInitializer(Constant::getNullValue(task));
  }

  // A constant; `value` is what it is when the name is new.
  Constant* constant(const std::string& name, Constant* value) {
    if (auto* known = ir.getNamedGlobal(name)) return known;
    return new llvm::GlobalVariable(ir, value->getType(), true, llvm::GlobalValue::PrivateLinkage, value, name);
  }

  // A function's code: what has been declared by this name, or is now.
  llvm::Function* function(StringRef name, const Type* type) {
    if (name == "main.main") name = "main_main";
    if (auto* known = ir.getFunction(name)) return known;
    if (name != "main_main") return llvm::Function::Create(code_type(type), llvm::Function::InternalLinkage, name, ir);
    return llvm::Function::Create(FunctionType::get(kVoid, false), llvm::Function::ExternalLinkage, name, ir);
  }

  // What the runtime knows of a type. The fields are those of lib/base/type.h: size, bytes up to the last pointer,
  // hash, flags, alignments, Go's number of the kind, equality, a bit for each word that may hold a pointer, name,
  // pointer type; then element and a channel's directions. The runtime has those of the basic types; a funcval is a
  // pointer to it.
  Constant* descriptor(const Type* t) {
    llvm::IRBuilder<> b(context());
    if (!t->elem)
      return ir.getOrInsertGlobal("runtime_type_" + (t->kind == Type::function ? "unsafe_pointer" : t->name),
                                  b.getInt8Ty());
    return constant(
        "type." + t->name,
        ConstantStruct::getAnon({b.getInt64(ir.getDataLayout().getTypeAllocSize(t->ir)), b.getInt64(8),
                                 b.getInt32(ir.global_size()), b.getInt8(0), b.getInt8(8), b.getInt8(8),
                                 b.getInt8(is_slice(t) ? 23 : 18), kNull, constant("type.bits", b.getInt8(1)),
                                 b.getInt32(0), b.getInt32(0), descriptor(t->elem), b.getInt64(3)}));
  }
};

struct Variable {
  const Type* type;
  class Frame* owner;
  llvm::AllocaInst* slot;     // in the code of its owner
  llvm::StoreInst* declared;  // its first value
  bool captured = false;
};

// A function that is being written. Its first block, `entry`, takes what is done once: room in the frame, addresses of
// captured variables; the others begin in the order of the text.
class Frame : public llvm::IRBuilder<> {
 public:
  Module& module;
  Frame* const outer;  // that a closure stands in
  const std::string name;
  const Type* const type;
  llvm::Function* const code;
  llvm::MapVector<Variable*, llvm::Value*> captures;  // and their addresses in this function
  llvm::Value* frame = nullptr;                       // if it defers: what it gives the runtime
  int inner = 0;                                      // functions that were made for it

  Frame(Module& m, Frame* o, const std::string& n, Pos pos, const Type* t)
      : IRBuilder(context()), module(m), outer(o), name(n), type(t), code(m.function(n, t)), entry_(context()) {
    code->addFnAttr(Attribute::NullPointerIsValid);
    code->setSubprogram(module.debug.createFunction(module.file, name, "", module.file, pos.line,
                                                    module.debug.createSubroutineType({}), pos.line,
                                                    llvm::DINode::FlagZero, llvm::DISubprogram::SPFlagDefinition));
    begin(block("entry"));
    entry_.SetInsertPoint(GetInsertBlock());
    begin(start_);
    at(pos);
    if (type->result == kNothing) return;
    result_ = slot(type->result->ir, "result");
    entry_.CreateStore(Constant::getNullValue(type->result->ir), result_);
  }

  // The place in the source that the next instructions come from.
  void at(Pos pos) {
    SetCurrentDebugLocation(llvm::DILocation::get(context(), pos.line, pos.column, code->getSubprogram()));
  }

  static BasicBlock* block(const char* label) { return BasicBlock::Create(context(), label); }
  void begin(BasicBlock* b) {
    b->insertInto(code);
    SetInsertPoint(b);
  }
  void jump(BasicBlock* to, BasicBlock* begun) {
    CreateBr(to);
    begin(begun);
  }
  // What follows in the text is not reached.
  void leave(BasicBlock* to) { jump(to, block("dead")); }

  void if_(llvm::Value* condition, llvm::function_ref<void()> yes, llvm::function_ref<void()> no = [] {}) {
    auto *then = block("then"), *other = block("else"), *end = block("end");
    CreateCondBr(condition, then, other);
    begin(then);
    yes();
    jump(end, other);
    no();
    jump(end, end);
  }

  // A call of a function of the runtime.
  llvm::CallInst* runtime(llvm::Type* returns, StringRef f, ArrayRef<llvm::Value*> args,
                          Attribute::AttrKind attribute = Attribute::None) {
    std::vector<llvm::Type*> types;
    for (auto* a : args) types.push_back(a->getType());
    auto callee = module.ir.getOrInsertFunction(f, FunctionType::get(returns, types, false));
    auto* call = CreateCall(callee, args);
    if (attribute == Attribute::None) return call;
    llvm::cast<llvm::Function>(callee.getCallee())->addFnAttr(attribute);
    call->addFnAttr(attribute);
    return call;
  }

  // Room in the frame.
  llvm::AllocaInst* slot(llvm::Type* t, const Twine& label = "") { return entry_.CreateAlloca(t, nullptr, label); }
  Value load(const Type* t, llvm::Value* from) { return {t, CreateLoad(t->ir, from)}; }

  Variable* variable(const Twine& label, const Value& v) {
    auto* place = slot(v.type->ir, label);
    return &variables_.emplace_back(v.type, this, place, CreateStore(v.ir, place));
  }

  // The address of a variable of this function or, out of its funcval, of an outer one.
  llvm::Value* address(Variable* v) {
    if (v->owner == this) return v->slot;
    v->captured = true;
    outer->address(v);  // each function on the way out has it in its own funcval
    auto [found, fresh] = captures.try_emplace(v);
    if (fresh) {
      auto* word = entry_.CreateConstGEP1_64(kAddress, code->getArg(0), captures.size());
      found->second = entry_.CreateLoad(kAddress, word, v->slot->getName());
    }
    return found->second;
  }

  void ret(const Value& v) {
    if (v.ir) returned_.push_back(CreateStore(v.ir, result_));
    leave(return_);
  }

  void finish(Pos end) {
    at(end);
    jump(return_, return_);
    if (frame) runtime(kVoid, "runtime_deferreturn", {frame});
    result_ ? CreateRet(CreateLoad(type->result->ir, result_)) : CreateRetVoid();
    for (auto& v : variables_) {
      if (!v.captured) continue;
      SetInsertPoint(v.declared);
      auto* object = runtime(kAddress, "runtime_newobject", {module.descriptor(v.type)});
      object->takeName(v.slot);
      v.slot->replaceAllUsesWith(object);
      v.slot->eraseFromParent();
    }
    SetInsertPoint(entry_.GetInsertBlock());
    if (frame) {
      // Comes back a second time, with 1, when a deferred call has recovered from a panic. The result must be found in
      // memory then: hence volatile.
      auto* again = runtime(getInt32Ty(), "runtime_deferprep", {frame}, Attribute::ReturnsTwice);
      CreateCondBr(CreateIsNull(again), start_, return_);
      for (auto* store : returned_) store->setVolatile(true);
    } else {
      CreateBr(start_);
    }
    llvm::EliminateUnreachableBlocks(*code);
  }

 private:
  llvm::IRBuilder<> entry_;
  BasicBlock *start_ = block("start"), *return_ = block("return");
  llvm::Value* result_ = nullptr;
  std::vector<llvm::StoreInst*> returned_;
  std::deque<Variable> variables_;
};
