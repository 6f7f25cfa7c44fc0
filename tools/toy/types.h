// tools/toy/types.h: the types of toy, and what they are in IR.
//
//   int      i64                      []T       { ptr, i64, i64 }   elements, length, capacity
//   bool     i1                       chan T    ptr                 null is the nil channel
//   string   { ptr, i64 }             fn(...)T  ptr                 a funcval: a record whose first word is code
//
// Each type exists once, so types are compared by address.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace toy {

struct Type {
  enum Kind { basic, slice, chan, function } kind;
  std::string name;  // as it is written; spells the type out
  std::string ir;
  int size;
  const Type* elem = nullptr;            // of a slice or a channel
  std::vector<const Type*> params = {};  // of a function
  const Type* result = nullptr;
};

inline const Type* intern(Type type) {
  static auto& known = *new std::map<std::string, Type>;
  return &known.try_emplace(type.name, type).first->second;
}

inline const Type *const kNothing = intern({Type::basic, "nothing", "void", 0}),
                         *const kInt = intern({Type::basic, "int", "i64", 8}),
                         *const kBool = intern({Type::basic, "bool", "i1", 1}),
                         *const kString = intern({Type::basic, "string", "{ ptr, i64 }", 16}),
                         *const kPtr = intern({Type::basic, "pointer", "ptr", 8});  // the compiler's own

inline const Type* slice_of(const Type* elem) {
  return intern({Type::slice, "[]" + elem->name, "{ ptr, i64, i64 }", 24, elem});
}

inline const Type* chan_of(const Type* elem) { return intern({Type::chan, "chan " + elem->name, "ptr", 8, elem}); }

inline const Type* function_of(std::vector<const Type*> params, const Type* result) {
  std::string name = "fn(";
  for (auto* p : params) name += (name.back() == '(' ? "" : ", ") + p->name;
  name += result == kNothing ? ")" : ") " + result->name;
  return intern({Type::function, name, "ptr", 8, nullptr, std::move(params), result});
}

}  // namespace toy
