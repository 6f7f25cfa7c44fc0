// tools/toy/types.cpp: see types.h.
#include "types.h"

#include <map>

namespace toy {
namespace {

// The name spells the type out, and so finds it.
const Type* intern(Type type) {
  static auto& known = *new std::map<std::string, Type>;
  return &known.try_emplace(type.name, type).first->second;
}

}  // namespace

const Type* simple(Type::Kind kind) {
  constexpr struct {
    const char *name, *ir;
    int size;
  } kSimple[] = {{"nothing", "void", 0},
                 {"int", "i64", 8},
                 {"bool", "i1", 1},
                 {"string", "{ ptr, i64 }", 16},
                 {"pointer", "ptr", 8}};
  return intern({kind, nullptr, {}, nullptr, kSimple[kind].name, kSimple[kind].ir, kSimple[kind].size});
}

const Type* slice_of(const Type* elem) {
  return intern({Type::slice, elem, {}, nullptr, "[]" + elem->name, "{ ptr, i64, i64 }", 24});
}

const Type* chan_of(const Type* elem) {
  return intern({Type::chan, elem, {}, nullptr, "chan " + elem->name, "ptr", 8});
}

const Type* function_of(std::vector<const Type*> params, const Type* result) {
  std::string name = "fn(";
  for (auto* p : params) name += (name.back() == '(' ? "" : ", ") + p->name;
  name += result == kNothing ? ")" : ") " + result->name;
  return intern({Type::function, nullptr, std::move(params), result, name, "ptr", 8});
}

}  // namespace toy
