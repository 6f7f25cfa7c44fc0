// tools/toy/codegen.cpp: see codegen.h.
#include "codegen.h"

#include <algorithm>

namespace toy {
namespace {

Value allocate(Function& f, const Value& size) { return f.call(kPtr, "gort_alloc", {size}); }

Value offset(Function& f, const Type* type, const Value& base, const Value& i) {
  return f.value(kPtr, "getelementptr ", type->ir, ", ptr ", base, ", i64 ", i);
}

// A value's place in memory, which is how the runtime takes values.
Value place(Function& f, const Value& v) {
  Value slot = f.slot(v.type->ir);
  f.store(v, slot);
  return slot;
}

// Goes on only if the condition holds; otherwise the runtime panics.
void require(Function& f, const Value& condition, const std::string& panic, const std::vector<Value>& args) {
  std::string good = f.label(), bad = f.label();
  f.branch(condition, good, bad);
  f.begin(bad);
  f.call(kNothing, panic, args);
  f.leave("unreachable");
  f.begin(good);
}

// A funcval: a record of code and what it needs.
Value record(Function& f, const std::string& code, const std::vector<Value>& values) {
  int size = 8;
  for (auto& v : values) size += std::max(v.type->size, 8);
  Value at = allocate(f, number(size));
  f.store(pointer(code), at);
  int offset = 8;
  for (auto& v : values) {
    f.store(v, f.value(kPtr, "getelementptr i8, ptr ", at, ", i64 ", number(offset)));
    offset += std::max(v.type->size, 8);
  }
  return at;
}

// A funcval that makes the call: its code is a function of its own that finds callee and arguments in the record.
Value postponed(Function& f, const Call& call) {
  if (call.args.empty() && call.callee.type != kNothing) return call.callee;
  Function wrap(f.module, nullptr, f.name + ".wrap" + std::to_string(++f.wraps), call.pos, function_of({}, kNothing));
  std::vector<Value> values;
  Call inner = call;
  int offset = 8;
  auto keep = [&](Value& v) {
    values.push_back({v.type, v.ir});
    v.ir = wrap.load(v.type, wrap.value(kPtr, "getelementptr i8, ptr %self, i64 ", number(offset))).ir;
    offset += std::max(v.type->size, 8);
  };
  if (call.callee.code.empty()) keep(inner.callee);
  for (auto& a : inner.args) keep(a);
  make_call(wrap, inner);
  wrap.finish(call.pos);
  return record(f, "@\"" + wrap.name + "\"", values);
}

// dprintf writes in one piece, whatever other goroutines print. It is a function of C: that it runs on a C stack and
// may block is the loader's business.
void print(Function& f, const std::vector<Value>& args) {
  std::string format, operands;
  for (auto& v : args) {
    format += format.empty() ? "" : " ";
    format += v.type == kInt ? "%ld" : v.type == kBool ? "%s" : "%.*s";
    if (v.type == kInt)
      operands += ", i64 " + v.ir;
    else if (v.type == kBool)
      operands +=
          ", ptr " +
          f.value(kPtr, "select i1 ", v, ", ptr ", f.module.bytes("true"), ", ptr ", f.module.bytes("false")).ir;
    else
      operands += ", i64 " + f.field(v, 1).ir + ", ptr " + f.field(v, 0).ir;
  }
  f.module.declare("declare i32 @dprintf(i32, ptr, ...)");
  f.value(kInt, "call i32 (i32, ptr, ...) @dprintf(i32 1, ptr ", f.module.bytes(format + "\n"), operands, ")");
}

Value append(Function& f, const Value& slice, const Value& elem) {
  Value length = f.field(slice, 1), capacity = f.field(slice, 2), more = f.value(kInt, "add i64 ", length, ", 1");
  std::string grow = f.label(), enough = f.label();
  Value room = place(f, slice);
  f.branch(f.value(kBool, "icmp ugt i64 ", more, ", ", capacity), grow, enough);
  f.begin(grow);
  f.call(kNothing, "runtime_growslice",
         {room, f.field(slice, 0), more, capacity, number(1), f.module.descriptor(elem.type)});
  f.jump(enough);
  f.begin(enough);
  Value grown = f.load(slice.type, room);
  f.store(elem, offset(f, elem.type, f.field(grown, 0), length));
  return f.value(slice.type, "insertvalue ", slice.type->ir, " ", grown, ", i64 ", more, ", 1");
}

Value own_function(Function& f, const std::string& name, const std::vector<Value>& args) {
  if (name == "append") return append(f, args[0], args[1]);
  if (name == "len")
    return args[0].type->kind == Type::chan ? f.call(kInt, "runtime_chanlen", args) : f.field(args[0], 1);
  if (name == "print") print(f, args);
  if (name == "sleep") f.call(kNothing, "time_Sleep", args);
  if (name == "close") f.call(kNothing, "runtime_closechan", args);
  return {};
}

Value compare_strings(Function& f, const Value& l, const Value& r) {
  return f.call(kInt, "runtime_cmpstring", {f.field(l, 0), f.field(l, 1), f.field(r, 0), f.field(r, 1)});
}

}  // namespace

Value make_call(Function& f, const Call& call) {
  if (call.callee.type == kNothing) return own_function(f, call.callee.code, call.args);
  std::vector<Value> args{pointer(call.callee.ir)};
  args.insert(args.end(), call.args.begin(), call.args.end());
  std::string code = call.callee.code.empty() ? f.load(kPtr, call.callee).ir : call.callee.code;
  return f.call_code(call.callee.type->result, code, args);
}

Value closure(Function& f, Function& code) {
  std::vector<Value> addresses;
  for (Variable* v : code.captures) addresses.push_back(f.address(*v));
  Value v = record(f, "@\"" + code.name + "\"", addresses);
  v.type = code.type;
  return v;
}

void go(Function& f, const Call& call) { f.call(kNothing, "runtime_newproc", {pointer(postponed(f, call).ir)}); }

void defer(Function& f, const Call& call) { f.call(kNothing, "runtime_deferproc", {pointer(postponed(f, call).ir)}); }

Value arithmetic(Function& f, const std::string& op, const Value& l, const Value& r) {
  if (l.type == kString) {
    Value result = f.call(kString, "runtime_concatstring2",
                          {pointer("null"), f.field(l, 0), f.field(l, 1), f.field(r, 0), f.field(r, 1)});
    return result;
  }
  if (op == "+" || op == "-" || op == "*")
    return f.value(kInt, op == "+" ? "add" : op == "-" ? "sub" : "mul", " i64 ", l, ", ", r);
  // What LLVM leaves undefined is defined here: x / 0 panics, and the smallest number / -1 is itself.
  require(f, f.value(kBool, "icmp ne i64 ", r, ", 0"), "runtime_panicdivide", {});
  Value minus = f.value(kBool, "icmp eq i64 ", r, ", -1"),
        safe = f.value(kInt, "select i1 ", minus, ", i64 1, i64 ", r);
  if (op == "%") return f.value(kInt, "srem i64 ", l, ", ", safe);
  Value quotient = f.value(kInt, "sdiv i64 ", l, ", ", safe), negated = f.value(kInt, "sub i64 0, ", l);
  return f.value(kInt, "select i1 ", minus, ", i64 ", negated, ", i64 ", quotient);
}

Value compare(Function& f, const std::string& op, const Value& left, const Value& right) {
  bool strings = left.type == kString;
  Value l = strings ? compare_strings(f, left, right) : left, r = strings ? number(0) : right;
  const char* condition = op == "=="   ? "eq"
                          : op == "!=" ? "ne"
                          : op == "<"  ? "slt"
                          : op == "<=" ? "sle"
                          : op == ">"  ? "sgt"
                                       : "sge";
  return f.value(kBool, "icmp ", condition, " ", l.type->ir, " ", l, ", ", r);
}

Value text(Function& f, const std::string& text) {
  return {kString, "{ ptr " + f.module.bytes(text).ir + ", i64 " + std::to_string(text.size()) + " }"};
}

Value make(Function& f, const Type* type, const Value& size) {
  if (type->kind == Type::chan) return f.call(type, "runtime_makechan", {f.module.descriptor(type), size});
  Value array = f.call(kPtr, "runtime_makeslice", {f.module.descriptor(type->elem), size, size});
  Value v = f.value(type, "insertvalue ", type->ir, " poison, ptr ", array, ", 0");
  v = f.value(type, "insertvalue ", type->ir, " ", v, ", i64 ", size, ", 1");
  return f.value(type, "insertvalue ", type->ir, " ", v, ", i64 ", size, ", 2");
}

Value list(Function& f, const std::vector<Value>& values) {
  Value slice = make(f, slice_of(values[0].type), number(static_cast<int64_t>(values.size()))),
        array = f.field(slice, 0);
  for (size_t i = 0; i < values.size(); i++)
    f.store(values[i], offset(f, values[0].type, array, number(static_cast<int64_t>(i))));
  return slice;
}

Value index(Function& f, const Value& of, const Value& i) {
  Value length = f.field(of, 1);
  // Without a sign a negative number is a very large one.
  require(f, f.value(kBool, "icmp ult i64 ", i, ", ", length), "runtime_panicIndex", {i, length});
  if (of.type == kString) {
    Value byte = f.value(kInt, "load i8, ptr ", f.value(kPtr, "getelementptr i8, ptr ", f.field(of, 0), ", i64 ", i));
    return f.value(kInt, "zext i8 ", byte, " to i64");
  }
  return element(f, of, i);
}

Value element(Function& f, const Value& slice, const Value& i) {
  return {slice.type->elem, {}, offset(f, slice.type->elem, f.field(slice, 0), i).ir};
}

void send(Function& f, const Value& chan, const Value& v) {
  f.call(kNothing, "runtime_chansend1", {chan, place(f, v)});
}

Value receive(Function& f, const Value& chan, Value* ok) {
  Value slot = f.slot(chan.type->elem->ir);
  if (ok)
    *ok = f.call(kBool, "runtime_chanrecv2", {chan, slot});
  else
    f.call(kNothing, "runtime_chanrecv1", {chan, slot});
  return f.load(chan.type->elem, slot);
}

void select(Function& f, const std::vector<Case>& cases, const std::string& other) {
  // The runtime wants an array of { channel, place of the value }, those that send first.
  static const Type kChosen{Type::nothing, nullptr, {}, nullptr, "", "{ i64, i1 }", 16};
  std::string n = std::to_string(cases.size());
  Value records = f.slot("[" + n + " x { ptr, ptr }]"), order = f.slot("[" + n + " x i32]");
  std::string targets;
  int64_t at = 0, sends = 0;
  for (bool send : {true, false}) {
    for (auto& c : cases) {
      if (c.send != send) continue;
      f.store(c.chan, offset(f, kPtr, records, number(2 * at)));
      f.store(c.elem, offset(f, kPtr, records, number(2 * at + 1)));
      targets += " i64 " + std::to_string(at++) + ", label %" + c.body;
    }
    if (send) sends = at;
  }
  Value chosen = f.call(
      &kChosen, "runtime_selectgo",
      {records, order, pointer("null"), number(sends), number(at - sends), {kBool, other.empty() ? "true" : "false"}});
  Value which = f.value(kInt, "extractvalue { i64, i1 } ", chosen, ", 0");
  std::string none = f.label();
  bool live = f.live();
  f.leave("switch i64 " + which.ir + ", label %" + (other.empty() ? none : other) + " [" + targets + " ]");
  f.begin(none, other.empty() && live);
  f.leave("unreachable");
}

}  // namespace toy
