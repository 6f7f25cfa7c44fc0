// tools/toy/types.h: the types of toy, and what they are in IR.
//
//   int      i64                      []T       { ptr, i64, i64 }   elements, length, capacity
//   bool     i1                       chan T    ptr                 null is the nil channel
//   string   { ptr, i64 }             fn(...)T  ptr                 a funcval: a record whose first word is code
//
// Each type exists once, so types are compared by address.
#pragma once
#include <string>
#include <vector>

namespace toy {

struct Type {
  enum Kind { nothing, integer, boolean, string, pointer, slice, chan, function } kind;  // pointer: the compiler's own
  const Type* elem;                                                                      // of a slice or a channel
  std::vector<const Type*> params;                                                       // of a function
  const Type* result;
  std::string name;  // as it is written
  const char* ir;
  int size;

  bool printable() const { return kind == integer || kind == boolean || kind == string; }
};

const Type* simple(Type::Kind);  // those before slice
const Type* slice_of(const Type* elem);
const Type* chan_of(const Type* elem);
const Type* function_of(std::vector<const Type*> params, const Type* result);

inline const Type *const kNothing = simple(Type::nothing), *const kInt = simple(Type::integer),
                         *const kBool = simple(Type::boolean), *const kString = simple(Type::string),
                         *const kPtr = simple(Type::pointer);

}  // namespace toy
