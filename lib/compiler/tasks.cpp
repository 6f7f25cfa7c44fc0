// lib/compiler/tasks.cpp: init tasks. A package's is a global record of pointer-sized words,
//
//   { state, ndeps, nfns, deps[ndeps], fns[nfns] }
//
// which the runtime walks depth first before main_main. A malformed one would make it call data, so all that
// main_inittask reaches are checked here: the types of the words, their number, where they point. How the front end
// spells the record does not matter: a struct, an array of words, nested arrays. A cycle is found at run time, as Go
// does.
//
// The package's name in the trace: from `!gort.packages = !{!0}  !0 = !{ptr @net_http_inittask, !"net/http"}`, else the
// symbol without "_inittask".
#include <llvm/ADT/DenseSet.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/Metadata.h>
#include <llvm/IR/Module.h>

#include "compiler/abi.h"
#include "compiler/check.h"

namespace gort::compiler {
namespace {

using llvm::StringRef;
using llvm::Twine;

class TaskWalk {
 public:
  TaskWalk(Program& program, Report& report) : program_(program), module_(*program.module), report_(report) {
    const llvm::NamedMDNode* packages = module_.getNamedMetadata("gort.packages");
    if (!packages) return;
    for (const llvm::MDNode* node : packages->operands()) {
      if (node->getNumOperands() != 2) continue;
      auto* symbol = llvm::mdconst::dyn_extract_or_null<llvm::GlobalVariable>(node->getOperand(0));
      auto* path = llvm::dyn_cast_or_null<llvm::MDString>(node->getOperand(1));
      if (symbol && path) packages_[symbol] = path->getString();
    }
  }

  void walk(const llvm::GlobalVariable& task) {
    if (!seen_.insert(&task).second) return;
    StringRef package = packages_.lookup(&task), name = task.getName();
    if (package.empty()) package = name.ends_with("_inittask") ? name.drop_back(9) : name;
    program_.tasks.push_back({name.str(), package.str()});
    if (task.isDeclaration()) {
      if (program_.natives.empty()) error(task, "is referred to, but no module defines it");
      return;
    }
    if (task.isConstant()) error(task, "is constant; the runtime writes its state, make it a global");
    if (task.isThreadLocal()) return error(task, "is thread_local; make it a plain global");
    words_.clear();
    if (!flatten(task, *task.getInitializer())) return;
    std::vector<const llvm::Constant*> words = words_;
    uint64_t counts[3];
    const char* names[3] = {"state", "ndeps", "nfns"};
    for (unsigned i = 0; i < 3; i++) {
      const llvm::ConstantInt* number = i < words.size() ? number_of(words[i]) : nullptr;
      if (!number) return error(task, Twine("word ") + Twine(i) + " must be the number " + names[i]);
      counts[i] = number->getLimitedValue();
    }
    if (counts[0] != 0 && counts[0] != 2) error(task, "state starts at 0 (or 2: done), it is " + Twine(counts[0]));
    uint64_t ndeps = counts[1], nfns = counts[2], rest = words.size() - 3;
    if (ndeps > rest || nfns > rest || ndeps + nfns != rest)
      return error(task, "ndeps " + Twine(ndeps) + " and nfns " + Twine(nfns) + " ask for " + Twine(ndeps + nfns) +
                             " words after the first three, there are " + Twine(rest));
    for (uint64_t i = 0; i < nfns; i++) function(task, i, words[3 + ndeps + i]);
    for (uint64_t i = 0; i < ndeps; i++) {
      auto* dep = llvm::dyn_cast<llvm::GlobalVariable>(target_of(words[3 + i]));
      if (!dep)
        error(task, "deps[" + Twine(i) + "] must point to another init task");
      else
        walk(*dep);
    }
  }

 private:
  void error(const llvm::GlobalVariable& task, const Twine& text) {
    report_.error(module_.getModuleIdentifier(), "init task '" + task.getName() + "' " + text +
                                                     "; the record is {state, ndeps, nfns, deps..., fns...}, all "
                                                     "pointer-sized words");
  }

  bool flatten(const llvm::GlobalVariable& task, const llvm::Constant& value) {
    llvm::Type* type = value.getType();
    if (type->isPointerTy() || type->isIntegerTy(64)) {
      words_.push_back(&value);
      return true;
    }
    uint64_t count = 0;
    if (auto* structure = llvm::dyn_cast<llvm::StructType>(type))
      count = structure->getNumElements();
    else if (auto* array = llvm::dyn_cast<llvm::ArrayType>(type))
      count = array->getNumElements();
    else
      return error(task, "holds a value of type '" + spelled(type) + "' as word " + Twine(words_.size())), false;
    for (uint64_t i = 0; i < count; i++) {
      const llvm::Constant* element = value.getAggregateElement(i);
      if (!element) return error(task, "has an initialiser that is not made of constants"), false;
      if (!flatten(task, *element)) return false;
    }
    return true;
  }

  static std::string spelled(llvm::Type* type) {
    std::string text;
    llvm::raw_string_ostream out(text);
    type->print(out);
    return text;
  }

  static const llvm::ConstantInt* number_of(const llvm::Constant* word) {
    return llvm::dyn_cast<llvm::ConstantInt>(word);
  }

  // What a word points to, seen through casts and aliases.
  static const llvm::Value* target_of(const llvm::Constant* word) {
    if (auto* expression = llvm::dyn_cast<llvm::ConstantExpr>(word);
        expression && expression->getOpcode() == llvm::Instruction::PtrToInt)
      word = expression->getOperand(0);
    return word->stripPointerCastsAndAliases();
  }

  void function(const llvm::GlobalVariable& task, uint64_t index, const llvm::Constant* word) {
    auto* function = llvm::dyn_cast<llvm::Function>(target_of(word));
    if (!function) return error(task, "fns[" + Twine(index) + "] must be a function 'void ()'");
    if (function->getFunctionType()->getNumParams() || !function->getReturnType()->isVoidTy())
      error(task, "fns[" + Twine(index) + "] '" + function->getName() + "' is '" +
                      spell_type(*function->getFunctionType()) + "', it must be 'void ()'");
  }

  Program& program_;
  const llvm::Module& module_;
  Report& report_;
  llvm::DenseMap<const llvm::GlobalVariable*, StringRef> packages_;
  llvm::DenseSet<const llvm::GlobalVariable*> seen_;
  std::vector<const llvm::Constant*> words_;
};

}  // namespace

void find_tasks(Program& program, Report& report) {
  TaskWalk(program, report).walk(*program.module->getNamedGlobal(program.main_inittask));
}

}  // namespace gort::compiler
