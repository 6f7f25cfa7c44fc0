// tools/toy/ir.h: writes LLVM IR as text: a module, and its functions line by line.
//
// IR is written as text since that is how a reader meets it: what the compiler writes is what `toy build` shows. %t1,
// %t2 ... are values, L1, L2 ... blocks.
//
// A variable is a slot of its function's frame: an alloca among the function's first lines, where LLVM finds it and
// turns it into registers. Only when a closure captures the variable, later in the text, is it known that it must
// outlive the frame. So its declaration leaves an empty line, and the capture makes the two lines anew: the slot comes
// from the heap.
#pragma once
#include <map>
#include <set>

#include "lexer.h"
#include "types.h"

namespace toy {

struct Value {
  const Type* type = kNothing;
  std::string ir = {};       // what names it in IR
  std::string address = {};  // where it stands, if it can be assigned to
  std::string code = {};     // of a function that is known by its name
};

inline Value number(size_t n) { return {kInt, std::to_string(n)}; }
inline Value pointer(std::string ir) { return {kPtr, std::move(ir)}; }

inline std::string quoted(const std::string& text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out = "\"";
  for (unsigned char c : text)
    if (c >= ' ' && c < 127 && c != '"' && c != '\\')
      out += static_cast<char>(c);
    else
      out += {'\\', kHex[c >> 4], kHex[c & 15]};
  return out + '"';
}
inline std::string symbol(const std::string& name) { return "@" + quoted(name); }

// Parameters or arguments, each behind its type; with `values` false the types alone.
inline std::string listed(const std::vector<Value>& list, bool values = true) {
  std::string out;
  for (auto& v : list) out += (out.empty() ? "" : ", ") + v.type->ir + (values ? " " + v.ir : "");
  return out;
}

class Module {
 public:
  explicit Module(const std::string& file) {
    // text() names the first two by number, functions the others.
    metadata("!{i32 2, !\"Debug Info Version\", i32 3}");
    metadata("distinct !DICompileUnit(language: DW_LANG_C, file: !2, producer: \"toy\", emissionKind: LineTablesOnly)");
    metadata("!DIFile(filename: " + quoted(file) + ", directory: \"\")");
    metadata("!DISubroutineType(types: !{})");
  }

  void declare(const std::string& line) { declarations_.insert(line); }
  void define(const std::string& function) { text_ += function; }

  // The number of a node of metadata.
  std::string metadata(const std::string& node) {
    return "!" + std::to_string(metadata_.try_emplace(node, metadata_.size()).first->second);
  }

  // A constant; defined as `text` when the name is new.
  Value constant(const std::string& name, const std::string& text) {
    if (constants_.insert(name).second) text_ += symbol(name) + " = private constant " + text + "\n";
    return pointer(symbol(name));
  }

  // The address of a string's bytes, which a zero follows.
  Value bytes(const std::string& text) {
    return constant("s." + text, "[" + std::to_string(text.size() + 1) + " x i8] c" + quoted(text + '\0'));
  }

  // What the runtime knows of a type. The fields are those of lib/base/type.h: size, bytes up to the last pointer,
  // hash, flags, alignments, Go's number of the kind, equality, a bit for each word that may hold a pointer, name,
  // pointer type; then element and a channel's directions. The runtime has those of the basic types; a funcval is a
  // pointer to it.
  Value descriptor(const Type* t) {
    if (!t->elem) {
      std::string name = "@runtime_type_" + (t->kind == Type::function ? "unsafe_pointer" : t->name);
      declare(name + " = external constant i8");
      return pointer(name);
    }
    std::string elem = descriptor(t->elem).ir, bits = constant("type.bits", "i8 1").ir;
    std::string size = std::to_string(t->size), kind = t->kind == Type::slice ? "23" : "18";
    return constant("type." + t->name, "{ i64, i64, i32, i8, i8, i8, i8, ptr, ptr, i32, i32, ptr, i64 } { i64 " + size +
                                           ", i64 8, i32 " + std::to_string(constants_.size()) +
                                           ", i8 0, i8 8, i8 8, i8 " + kind + ", ptr null, ptr " + bits +
                                           ", i32 0, i32 0, ptr " + elem + ", i64 3 }");
  }

  std::string text() const {
    std::vector<std::string> nodes(metadata_.size());
    for (auto& [node, n] : metadata_) nodes[n] = "!" + std::to_string(n) + " = " + node + "\n";
    std::string out = "@main_inittask = global { i64, i64, i64 } zeroinitializer\n" + text_ + "\n";
    for (auto& d : declarations_) out += d + "\n";
    // LLVM may not take it for granted that nobody looks at address 0: that is a panic.
    out += "\nattributes #0 = { null_pointer_is_valid }\n!llvm.module.flags = !{!0}\n!llvm.dbg.cu = !{!1}\n";
    for (auto& node : nodes) out += node;
    return out;
  }

 private:
  std::string text_;
  std::set<std::string> declarations_, constants_;
  std::map<std::string, size_t> metadata_;
};

struct Variable {
  const Type* type;
  Value address;  // in the code of its owner
  class Function* owner;
  size_t entry_line, body_line;  // of its declaration
};

// A function that is being written. Its code gets the funcval, %self, and then the parameters %p1, %p2 ...
class Function {
 public:
  Module& module;
  Function* const outer;   // that a closure stands in
  const std::string name;  // as a traceback shows it
  const Type* const type;
  Value frame;  // what a function that defers gives the runtime
  std::vector<Variable*> captures;
  int inner = 0;  // functions that were made for it

  // `defers`: it may contain a `defer`.
  Function(Module& m, Function* o, const std::string& n, Pos pos, const Type* t, bool defers)
      : module(m), outer(o), name(n), type(t) {
    std::string at_line = ", line: " + std::to_string(pos.line);
    scope_ = module.metadata("distinct !DISubprogram(name: " + quoted(name) + ", file: !2" + at_line + ", scopeLine" +
                             at_line.substr(6) + ", type: !3, unit: !1, spFlags: DISPFlagDefinition)");
    at(pos);
    if (type->result != kNothing) {
      result_ = slot(type->result->ir);
      store({type->result, "zeroinitializer"}, result_);
    }
    if (!defers) return;
    // Comes back a second time, with 1, when a deferred call has recovered from a panic.
    static const Type* const kAgain = intern({Type::basic, "again", "i32", 4});
    frame = slot("[16 x i64]");
    Value again = runtime(kAgain, "runtime_deferprep", {frame}, " returns_twice");
    std::string start = label();
    branch(value(kBool, "icmp eq i32 ", again, ", 0"), start, "return");
    begin(start);
  }

  // The place in the source that the next lines come from.
  void at(Pos pos) {
    location_ = ", !dbg " + module.metadata("!DILocation(line: " + std::to_string(pos.line) +
                                            ", column: " + std::to_string(pos.column) + ", scope: " + scope_ + ")");
  }

  // A line without and with a result. The parts are put together.
  template <typename... Parts>
  void line(const Parts&... parts) {
    if (live_) body_.push_back("  " + (text(parts) + ...) + location_ + "\n");
  }
  template <typename... Parts>
  Value value(const Type* result, const Parts&... parts) {
    Value v{result, "%t" + std::to_string(++values_)};
    line(v, " = ", parts...);
    return v;
  }

  Value call(const Type* result, const std::string& code, const std::vector<Value>& args, const char* attributes = "") {
    std::string text = "call " + result->ir + " " + code + "(" + listed(args) + ")" + attributes;
    if (result != kNothing) return value(result, text);
    line(text);
    return {};
  }
  // A call of a function of the runtime.
  Value runtime(const Type* result, const std::string& f, const std::vector<Value>& args, const char* attributes = "") {
    module.declare("declare " + result->ir + " @" + f + "(" + listed(args, false) + ")" + attributes);
    return call(result, "@" + f, args, attributes);
  }

  // What stands behind a jump is dropped until a label begins that something has jumped to, or will jump to (reach).
  std::string label() { return "L" + std::to_string(++labels_); }
  void reach(const std::string& label) {
    if (live_) reached_.insert(label);
  }
  void begin(const std::string& label) {
    live_ = reached_.contains(label);
    if (live_) body_.push_back(label + ":\n");
  }
  void leave(const std::string& terminator) {
    line(terminator);
    live_ = false;
  }
  void jump(const std::string& label) {
    reach(label);
    leave("br label %" + label);
  }
  void branch(const Value& condition, const std::string& yes, const std::string& no) {
    reach(yes);
    reach(no);
    leave("br i1 " + condition.ir + ", label %" + yes + ", label %" + no);
  }

  // Room in the frame.
  Value slot(const std::string& ir) {
    Value at = pointer("%t" + std::to_string(++values_));
    entry_.push_back("  " + at.ir + " = alloca " + ir + "\n");
    return at;
  }
  Value load(const Type* t, const Value& from) { return value(t, "load ", t->ir, ", ptr ", from); }
  void store(const Value& v, const Value& to) { line("store ", v.type->ir, " ", v, ", ptr ", to); }

  Variable variable(const Type* t) {
    Variable v{t, slot(t->ir), this, entry_.size() - 1, body_.size()};
    if (live_) body_.emplace_back();
    return v;
  }

  // The address of a variable of this function or, out of its funcval, of an outer one.
  Value address(Variable& v) {
    if (v.owner == this) return v.address;
    outer->address(v);  // each function on the way out has it in its own funcval
    if (outer == v.owner && outer->live_ && outer->body_[v.body_line].empty()) {
      outer->entry_[v.entry_line].clear();
      outer->body_[v.body_line] =
          "  " + v.address.ir + " = call ptr @runtime_newobject(ptr " + module.descriptor(v.type).ir + ")\n";
      module.declare("declare ptr @runtime_newobject(ptr)");
    }
    auto found = std::find(captures.begin(), captures.end(), &v);
    std::string n = std::to_string(found - captures.begin() + 1), capture = "%c" + n;
    if (found == captures.end()) {
      captures.push_back(&v);
      entry_.push_back("  " + capture + ".at = getelementptr ptr, ptr %self, i64 " + n + "\n");
      entry_.push_back("  " + capture + " = load ptr, ptr " + capture + ".at\n");
    }
    return pointer(capture);
  }

  void ret(const Value& v) {
    // Volatile: after a second return of runtime_deferprep it must be found in memory.
    std::string store = frame.ir.empty() ? "store " : "store volatile ";
    if (v.type != kNothing) line(store, v.type->ir, " ", v, ", ptr ", result_);
    jump("return");
  }

  // Writes it into the module.
  void finish(Pos end) {
    at(end);
    ret({});
    begin("return");
    if (!frame.ir.empty()) runtime(kNothing, "runtime_deferreturn", {frame});
    leave(type->result == kNothing ? "ret void" : "ret " + type->result->ir + " " + load(type->result, result_).ir);
    std::vector<Value> params{pointer("%self")};
    for (auto* p : type->params) params.push_back({p, "%p" + std::to_string(params.size())});
    std::string head = "internal " + type->result->ir + " " + symbol(name) + "(" + listed(params) + ")";
    std::string text = "\ndefine " + (name == "main.main" ? "void @main_main()" : head) + " #0 !dbg " + scope_ + " {\n";
    for (auto& l : entry_) text += l;
    for (auto& l : body_) text += l;
    module.define(text + "}\n");
  }

 private:
  static std::string text(const std::string& s) { return s; }
  static std::string text(const Value& v) { return v.ir; }

  std::vector<std::string> entry_, body_;
  std::set<std::string> reached_;
  std::string scope_, location_;
  Value result_;
  bool live_ = true;
  int values_ = 0, labels_ = 0;
};

}  // namespace toy
