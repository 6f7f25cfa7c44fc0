// tools/toy/ir.cpp: see ir.h.
#include "ir.h"

#include <algorithm>

namespace toy {
namespace {

std::string quoted(const std::string& text) {
  constexpr char kHex[] = "0123456789ABCDEF";
  std::string out = "\"";
  for (unsigned char c : text)
    if (c >= ' ' && c < 127 && c != '"' && c != '\\')
      out += static_cast<char>(c);
    else
      out += {'\\', kHex[c >> 4], kHex[c & 15]};
  return out + '"';
}

// Parameters or arguments, each after its type.
std::string listed(const std::vector<Value>& values) {
  std::string out;
  for (auto& v : values) out += (out.empty() ? "" : ", ") + std::string(v.type->ir) + " " + v.ir;
  return out;
}

}  // namespace

// --- the module

Module::Module(const std::string& file) {
  // text() names the first two, Function the others.
  metadata("!{i32 2, !\"Debug Info Version\", i32 3}");
  metadata("distinct !DICompileUnit(language: DW_LANG_C, file: !2, producer: \"toy\", emissionKind: LineTablesOnly)");
  metadata("!DIFile(filename: " + quoted(file) + ", directory: \"\")");
  metadata("!DISubroutineType(types: !{})");
}

std::string Module::metadata(const std::string& node) {
  return "!" + std::to_string(metadata_.try_emplace(node, metadata_.size()).first->second);
}

Value Module::bytes(const std::string& text) {
  auto [found, fresh] = strings_.try_emplace(text, strings_.size());
  std::string name = "@s." + std::to_string(found->second), size = std::to_string(text.size() + 1);
  if (fresh) text_ += name + " = private constant [" + size + " x i8] c" + quoted(text + '\0') + "\n";
  return pointer(name);
}

Value Module::funcval(const std::string& function) {
  std::string code = "@" + quoted(function), name = "@" + quoted(function + ".fv");
  if (defined_.insert(name).second) text_ += name + " = private constant { ptr } { ptr " + code + " }\n";
  return pointer(name);
}

// The fields are those of lib/base/type.h: size, bytes up to the last pointer, hash, flags, alignments, Go's number of
// the kind, equality, a bit for each word that holds a pointer, name, pointer type; then what is the kind's own.
Value Module::descriptor(const Type* t) {
  constexpr const char* kKinds[] = {"", "2", "1", "24", "", "23", "18", "19"};
  std::string name = "@" + quoted("type." + t->name);
  if (!defined_.insert(name).second) return pointer(name);
  std::string types = "{ i64, i64, i32, i8, i8, i8, i8, ptr, ptr, i32, i32",
              align = ", i8 " + std::to_string(std::min(t->size, 8));
  // The only pointer in a value of toy is its first word.
  bool points = t->kind != Type::integer && t->kind != Type::boolean;
  std::string fields = "{ i64 " + std::to_string(t->size) + ", i64 " + (points ? "8" : "0") + ", i32 " +
                       std::to_string(defined_.size()) + ", i8 0" + align + align + ", i8 " + kKinds[t->kind] +
                       ", ptr null, ptr @type.bits, i32 0, i32 0";
  if (defined_.insert("@type.bits").second) text_ += "@type.bits = private constant i8 1\n";
  if (t->elem) {
    types += ", ptr, i64";
    fields += ", ptr " + descriptor(t->elem).ir + ", i64 3";  // 3: a channel's directions
  }
  text_ += name + " = private constant " + types + " } " + fields + " }\n";
  return pointer(name);
}

std::string Module::text() const {
  std::vector<std::string> nodes(metadata_.size());
  for (auto& [node, n] : metadata_) nodes[static_cast<size_t>(n)] = "!" + std::to_string(n) + " = " + node + "\n";
  std::string out = "@main_inittask = global { i64, i64, i64 } zeroinitializer\n" + text_ + "\n";
  for (auto& d : declarations_) out += d + "\n";
  // LLVM may not take it for granted that nobody looks at address 0: that is a panic.
  out += "\nattributes #0 = { null_pointer_is_valid }\n!llvm.module.flags = !{!0}\n!llvm.dbg.cu = !{!1}\n";
  for (auto& node : nodes) out += node;
  return out;
}

// --- functions

Function::Function(Module& m, Function* o, const std::string& n, Pos pos, const Type* t)
    : module(m), outer(o), name(n), type(t) {
  std::string line_number = std::to_string(pos.line);
  scope_ = module.metadata("distinct !DISubprogram(name: " + quoted(name) + ", file: !2, line: " + line_number +
                           ", scopeLine: " + line_number + ", type: !3, unit: !1, spFlags: DISPFlagDefinition)");
  at(pos);
  if (type->result == kNothing) return;
  result_ = slot(type->result->ir);
  store({type->result, "zeroinitializer"}, result_);
}

void Function::at(Pos pos) {
  location_ = ", !dbg " + module.metadata("!DILocation(line: " + std::to_string(pos.line) +
                                          ", column: " + std::to_string(pos.column) + ", scope: " + scope_ + ")");
}

Value Function::call(const Type* result, const std::string& function, const std::vector<Value>& args) {
  std::string types;
  for (auto& a : args) types += (types.empty() ? "" : ", ") + std::string(a.type->ir);
  module.declare("declare " + std::string(result->ir) + " @" + function + "(" + types + ")");
  return call_code(result, "@" + function, args);
}

Value Function::call_code(const Type* result, const std::string& code, const std::vector<Value>& args) {
  std::string text = "call " + std::string(result->ir) + " " + code + "(" + listed(args) + ")";
  if (result != kNothing) return value(result, text);
  line(text);
  return {};
}

Value Function::field(const Value& v, int n) {
  return value(n ? kInt : kPtr, "extractvalue ", v.type->ir, " ", v, ", ", std::to_string(n));
}

void Function::begin(const std::string& label, bool reached) {
  live_ = reached || reached_.contains(label);
  if (live_) body_.push_back(label + ":\n");
}

void Function::leave(const std::string& terminator) {
  line(terminator);
  live_ = false;
}

void Function::jump(const std::string& label) {
  if (live_) reached_.insert(label);
  leave("br label %" + label);
}

void Function::branch(const Value& condition, const std::string& yes, const std::string& no) {
  if (live_) reached_.insert({yes, no});
  leave("br i1 " + condition.ir + ", label %" + yes + ", label %" + no);
}

Value Function::slot(const std::string& type_) {
  Value slot = pointer("%t" + std::to_string(++values_));
  entry_.push_back("  " + slot.ir + " = alloca " + type_ + "\n");
  return slot;
}

Variable Function::variable(const Type* t) {
  Variable v{t, slot(t->ir), this, entry_.size() - 1, body_.size()};
  if (live_) body_.emplace_back();
  return v;
}

Value Function::address(Variable& v) {
  if (v.owner == this) return v.address;
  // Each function on the way out has it in its own funcval.
  if (outer != v.owner) outer->address(v);
  if (outer == v.owner && outer->live_ && outer->body_[v.body_line].empty()) {
    outer->entry_[v.entry_line].clear();
    outer->body_[v.body_line] =
        "  " + v.address.ir + " = call ptr @gort_alloc(i64 " + std::to_string(v.type->size) + ")\n";
    module.declare("declare ptr @gort_alloc(i64)");
  }
  auto found = std::find(captures.begin(), captures.end(), &v);
  std::string number = std::to_string(found - captures.begin() + 1), capture = "%c" + number;
  if (found == captures.end()) {
    captures.push_back(&v);
    entry_.push_back("  " + capture + ".at = getelementptr ptr, ptr %self, i64 " + number + "\n");
    entry_.push_back("  " + capture + " = load ptr, ptr " + capture + ".at\n");
  }
  return pointer(capture);
}

void Function::ret(const Value& v) {
  if (v.type != kNothing) store(v, result_);
  jump("return");
}

void Function::finish(Pos end) {
  at(end);
  ret({});
  begin("return");
  leave(type->result == kNothing ? "ret void"
                                 : "ret " + std::string(type->result->ir) + " " + load(type->result, result_).ir);
  std::vector<Value> params{pointer("%self")};
  for (auto* p : type->params) params.push_back({p, "%p" + std::to_string(params.size())});
  std::string head = name == "main.main" ? "void @main_main()"
                                         : "internal " + std::string(type->result->ir) + " @" + quoted(name) + "(" +
                                               listed(params) + ")";
  std::string text = "\ndefine " + head + " #0 !dbg " + scope_ + " {\n";
  for (auto& l : entry_) text += l;
  for (auto& l : body_) text += l;
  module.define(text + "}\n");
}

}  // namespace toy
