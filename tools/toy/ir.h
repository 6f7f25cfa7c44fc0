// tools/toy/ir.h: writes LLVM IR as text: a module, and its functions line by line.
//
// IR is written as text since that is how a reader meets it: what the compiler writes is what `toy build` shows. Names
// keep it simple: %t1, %t2 ... are values, %L1, %L2 ... blocks.
//
// A variable is a slot of its function's frame: an alloca among the function's first lines, where LLVM finds it and
// turns it into registers. Only when a closure captures the variable, later in the text, is it known that it must
// outlive the frame. So its declaration leaves an empty line, and the capture makes the two lines anew: the slot comes
// from the heap.
#pragma once
#include <map>
#include <set>
#include <vector>

#include "source.h"
#include "types.h"

namespace toy {

struct Value {
  const Type* type = kNothing;
  std::string ir = {};       // what names it in IR
  std::string address = {};  // where it was loaded from, if it can be assigned to
  std::string code = {};     // of a function that is known by its name
};

inline Value number(int64_t n) { return {kInt, std::to_string(n)}; }
inline Value pointer(std::string ir) { return {kPtr, std::move(ir)}; }

struct Variable {
  const Type* type;
  Value address;  // in the code of its function
  class Function* owner;
  size_t entry_line, body_line;  // of its declaration
};

class Module {
 public:
  explicit Module(const std::string& file);

  // The address of a string constant's bytes, which a zero follows.
  Value bytes(const std::string& text);
  // The funcval of a function that captures nothing.
  Value funcval(const std::string& function);
  // A type's descriptor, which the runtime looks at when it copies values.
  Value descriptor(const Type*);
  void declare(const std::string& line) { declarations_.insert(line); }
  void define(const std::string& text) { text_ += text; }
  std::string metadata(const std::string& node);  // its number
  std::string text() const;

 private:
  // The name of a constant of this kind and key, made from `text` if it is new.
  std::string text_;
  std::set<std::string> declarations_, defined_;
  std::map<std::string, int> strings_, metadata_;
};

// A function that is being written.
class Function {
 public:
  // Its code gets the funcval, %self, and then the parameters %p1, %p2 ... `outer`: the function that a closure stands
  // in.
  Function(Module&, Function* outer, const std::string& name, Pos, const Type* type);

  void at(Pos);  // the place in the source that the next lines come from

  // A line without and with a result. The parts are put together.
  template <typename... Parts>
  void line(const Parts&... parts) {
    if (live_) body_.push_back("  " + (text(parts) + ...) + location_ + "\n");
  }
  template <typename... Parts>
  Value value(const Type* type_, const Parts&... parts) {
    Value v{type_, "%t" + std::to_string(++values_)};
    line(v, " = ", parts...);
    return v;
  }
  // A call of a function that the runtime defines.
  Value call(const Type* result, const std::string& function, const std::vector<Value>& args);
  Value call_code(const Type* result, const std::string& code, const std::vector<Value>& args);
  Value field(const Value& v, int number);  // of a string or a slice: 0 its address, 1 and 2 numbers

  // What stands behind a jump is dropped until a label begins that something has jumped to. `reached`: it is certain
  // that something will.
  std::string label() { return "L" + std::to_string(++labels_); }
  void begin(const std::string& label, bool reached = false);
  void jump(const std::string& label);
  void branch(const Value& condition, const std::string& yes, const std::string& no);
  void leave(const std::string& terminator);
  bool live() const { return live_; }

  Value slot(const std::string& type_);  // room in the frame
  Variable variable(const Type*);
  // The address of a variable of this function or, out of its funcval, of an outer one.
  Value address(Variable&);
  Value load(const Type* t, const Value& from) { return value(t, "load ", t->ir, ", ptr ", from); }
  void store(const Value& v, const Value& to) { line("store ", v.type->ir, " ", v, ", ptr ", to); }

  void ret(const Value& v);  // leaves the function
  void finish(Pos end);      // writes it into the module

  Module& module;
  Function* const outer;
  const std::string name;  // as a traceback shows it
  const Type* const type;
  std::vector<Variable*> captures;
  int closures = 0, wraps = 0;  // how many it has
  bool defers = false;

 private:
  static std::string text(const std::string& s) { return s; }
  static std::string text(const Value& v) { return v.ir; }
  void put(std::vector<std::string>& to, const std::string& line_) { to.push_back("  " + line_ + location_ + "\n"); }

  std::vector<std::string> entry_, body_;
  std::string scope_, location_;
  Value result_;
  std::set<std::string> reached_;
  bool live_ = true;
  int values_ = 0, labels_ = 0;
};

}  // namespace toy
