// tools/toy/types.h: the types of toy, and what they are in IR.
//
//   int      i64                      []T       { ptr, i64, i64 }   elements, length, capacity
//   bool     i1                       chan T    ptr                 null is the nil channel
//   string   { ptr, i64 }             fn(...)T  ptr                 a funcval: a record whose first word is code
//
// Each type exists once, so types are compared by address.
#pragma once
#include <llvm/ADT/StringExtras.h>
#include <llvm/IR/Constants.h>
#include <llvm/IR/LLVMContext.h>

#include <map>

using llvm::ArrayRef, llvm::FunctionType, llvm::StructType;

inline auto& context() {
  static auto& context = *new llvm::LLVMContext;
  return context;
}
inline llvm::Type *const kWord = llvm::Type::getInt64Ty(context()), *const kVoid = llvm::Type::getVoidTy(context()),
                         *const kBit = llvm::Type::getInt1Ty(context()),
                         *const kAddress = llvm::PointerType::getUnqual(context());
inline auto* const kNull = llvm::ConstantPointerNull::get(llvm::PointerType::getUnqual(context()));

struct Type {
  enum Kind { basic, slice, chan, function } kind;
  std::string name;  // as it is written; spells the type out
  llvm::Type* ir;
  const Type* elem = nullptr;            // of a slice or a channel
  std::vector<const Type*> params = {};  // of a function
  const Type* result = nullptr;
};

inline const Type* intern(const Type& type) {
  static auto& known = *new std::map<std::string, Type>;
  return &known.try_emplace(type.name, type).first->second;
}

inline const Type *const kNothing = intern({Type::basic, "nothing", kVoid}),
                         *const kInt = intern({Type::basic, "int", kWord}),
                         *const kBool = intern({Type::basic, "bool", kBit}),
                         *const kString = intern({Type::basic, "string", StructType::get(kAddress, kWord)});

inline const Type* slice_of(const Type* elem) {
  return intern({Type::slice, "[]" + elem->name, StructType::get(kAddress, kWord, kWord), elem});
}
inline const Type* chan_of(const Type* elem) { return intern({Type::chan, "chan " + elem->name, kAddress, elem}); }
inline const Type* function_of(const std::vector<const Type*>& params, const Type* result) {
  auto names = llvm::map_range(params, [](auto* p) { return p->name; });
  std::string name = "fn(" + llvm::join(names, ", ") + (result == kNothing ? ")" : ") " + result->name);
  return intern({Type::function, name, kAddress, nullptr, params, result});
}

inline bool is_slice(const Type* t) { return t->kind == Type::slice; }
inline bool is_chan(const Type* t) { return t->kind == Type::chan; }

// Of a function's code: it gets the funcval, then the parameters.
inline FunctionType* code_type(const Type* function) {
  std::vector<llvm::Type*> params{kAddress};
  for (auto* p : function->params) params.push_back(p->ir);
  return FunctionType::get(function->result->ir, params, false);
}
