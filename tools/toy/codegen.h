// tools/toy/codegen.h: what each construct of toy becomes.
//
// These append to the function that is being written; their operands have been checked. What cannot be said in a few
// instructions is a call of the runtime (docs/abi.md).
#pragma once
#include "ir.h"

namespace toy {

inline Value field(Function& f, const Value& v, int n) {  // of a string or a slice
  return f.value(n ? kInt : kPtr, "extractvalue ", v.type->ir, " ", v, ", ", std::to_string(n));
}

inline Value offset(Function& f, const std::string& type, const Value& base, const Value& i) {
  return f.value(kPtr, "getelementptr ", type, ", ptr ", base, ", i64 ", i);
}

// The address of a slice's element, not checked.
inline Value element(Function& f, const Value& slice, const Value& i) {
  return {slice.type->elem, {}, offset(f, slice.type->elem->ir, field(f, slice, 0), i).ir};
}

// A value's place in memory, which is how the runtime takes values.
inline Value place(Function& f, const Value& v) {
  Value slot = f.slot(v.type->ir);
  f.store(v, slot);
  return slot;
}

// Goes on only if the condition holds; otherwise the runtime panics. Calls of the same panic stay apart (nomerge):
// their lines in a traceback differ.
inline void require(Function& f, const Value& condition, const std::string& panic, const std::vector<Value>& args) {
  std::string good = f.label(), bad = f.label();
  f.branch(condition, good, bad);
  f.begin(bad);
  f.runtime(kNothing, panic, args, " nomerge");
  f.leave("unreachable");
  f.begin(good);
}

// A funcval with what its code needs: a record { code, values... }.
inline std::string record_type(const std::vector<Value>& values) {
  std::string type = "{ ptr";
  for (auto& v : values) type += ", " + v.type->ir;
  return type + " }";
}
inline Value member(Function& f, const std::string& type, const Value& record, size_t i) {
  return f.value(kPtr, "getelementptr ", type, ", ptr ", record, ", i64 0, i32 ", std::to_string(i + 1));
}
inline Value record(Function& f, const std::string& code, const std::vector<Value>& values) {
  std::string type = record_type(values);
  Value at =
      f.runtime(kPtr, "gort_alloc", {{kInt, "ptrtoint (ptr getelementptr (" + type + ", ptr null, i64 1) to i64)"}});
  f.store(pointer(code), at);
  for (size_t i = 0; i < values.size(); i++) f.store(values[i], member(f, type, at, i));
  return at;
}

inline Value text(Function& f, const std::string& text) {
  return {kString, "{ ptr " + f.module.bytes(text).ir + ", i64 " + std::to_string(text.size()) + " }"};
}

// dprintf writes in one piece, whatever other goroutines print. It is a function of C: that it runs on a C stack and
// may block is the loader's business.
inline void print(Function& f, const std::vector<Value>& args) {
  std::string format, operands;
  for (auto& a : args) {
    Value v = a;
    if (v.type == kBool)
      v = f.value(kString, "select i1 ", a, ", ", kString->ir, " ", text(f, "true"), ", ", kString->ir, " ",
                  text(f, "false"));
    format += format.empty() ? "" : " ";
    format += v.type == kInt ? "%ld" : "%.*s";
    if (v.type == kInt)
      operands += ", i64 " + v.ir;
    else
      operands += ", i32 " + f.value(kInt, "trunc i64 ", field(f, v, 1), " to i32").ir + ", ptr " + field(f, v, 0).ir;
  }
  f.module.declare("declare i32 @dprintf(i32, ptr, ...)");
  f.value(kInt, "call i32 (i32, ptr, ...) @dprintf(i32 1, ptr ", f.module.bytes(format + "\n"), operands, ")");
}

inline Value append(Function& f, const Value& slice, const Value& elem) {
  Value length = field(f, slice, 1), capacity = field(f, slice, 2), more = f.value(kInt, "add i64 ", length, ", 1");
  Value room = place(f, slice);
  std::string grow = f.label(), enough = f.label();
  f.branch(f.value(kBool, "icmp ugt i64 ", more, ", ", capacity), grow, enough);
  f.begin(grow);
  f.runtime(kNothing, "runtime_growslice",
            {room, field(f, slice, 0), more, capacity, number(1), f.module.descriptor(elem.type)});
  f.jump(enough);
  f.begin(enough);
  Value grown =
      f.value(slice.type, "insertvalue ", slice.type->ir, " ", f.load(slice.type, room), ", i64 ", more, ", 1");
  f.store(elem, pointer(element(f, grown, length).address));
  return grown;
}

// An interface{}: the type, and the address of the value.
inline void panic(Function& f, const Value& v) {
  Value type = f.module.descriptor(v.type), box = f.runtime(kPtr, "runtime_newobject", {type});
  f.store(v, box);
  f.runtime(kNothing, "runtime_gopanic", {type, box}, " nomerge");
  f.leave("unreachable");
}

// What a panic with this value would print; "" when there was none.
inline Value recover(Function& f) {
  static const Type* const kAny = intern({Type::basic, "any", "{ ptr, ptr }", 16});
  Value any = f.runtime(kAny, "runtime_gorecover", {}, " returns_twice"),
        result = place(f, {kString, "zeroinitializer"});
  Value type = f.value(kPtr, "extractvalue { ptr, ptr } ", any, ", 0"),
        data = f.value(kPtr, "extractvalue { ptr, ptr } ", any, ", 1");
  std::string some = f.label(), end = f.label();
  f.branch(f.value(kBool, "icmp ne ptr ", type, ", null"), some, end);
  f.begin(some);
  Value text = f.runtime(kPtr, "gort_value_text", {type, data}), length = f.runtime(kInt, "strlen", {text});
  f.store(text, result);
  f.store(length, offset(f, "i64", result, number(1)));
  f.jump(end);
  f.begin(end);
  return f.load(kString, result);
}

inline Value own_function(Function& f, const std::string& name, const std::vector<Value>& args) {
  if (name == "append") return append(f, args[0], args[1]);
  if (name == "len")
    return args[0].type->kind == Type::chan ? f.runtime(kInt, "runtime_chanlen", args) : field(f, args[0], 1);
  if (name == "recover") return recover(f);
  if (name == "print") print(f, args);
  if (name == "panic") panic(f, args[0]);
  if (name == "sleep") f.runtime(kNothing, "time_Sleep", args);
  if (name == "close") f.runtime(kNothing, "runtime_closechan", args);
  return {};
}

// A call before it is made: `go` and `defer` make it later. A callee of type nothing is a function of the language.
struct Call {
  Value callee;
  std::vector<Value> args;
  Pos pos;
};
inline Value make_call(Function& f, const Call& call) {
  if (call.callee.type == kNothing) return own_function(f, call.callee.code, call.args);
  std::vector<Value> args{pointer(call.callee.ir)};
  args.insert(args.end(), call.args.begin(), call.args.end());
  std::string code = call.callee.code.empty() ? f.load(kPtr, call.callee).ir : call.callee.code;
  return f.call(call.callee.type->result, code, args);
}

// The funcval of a function that makes the call, with callee and arguments out of its record.
inline Value postponed(Function& f, const Call& call, bool deferred) {
  if (call.args.empty() && call.callee.type != kNothing) return pointer(call.callee.ir);
  Function wrap(f.module, nullptr, f.name + ".wrap" + std::to_string(++f.inner), call.pos, function_of({}, kNothing),
                false);
  if (deferred) wrap.runtime(kNothing, "runtime_deferwrap", {}, " returns_twice");
  std::vector<Value> values = call.args;
  if (call.callee.code.empty()) values.push_back(call.callee);
  Call later = call;
  for (size_t i = 0; i < values.size(); i++)
    (i < call.args.size() ? later.args[i] : later.callee) =
        wrap.load(values[i].type, member(wrap, record_type(values), pointer("%self"), i));
  make_call(wrap, later);
  wrap.finish(call.pos);
  return record(f, symbol(wrap.name), values);
}

inline void go(Function& f, const Call& call) { f.runtime(kNothing, "runtime_newproc", {postponed(f, call, false)}); }

inline void defer(Function& f, const Call& call) {
  f.runtime(kNothing, "runtime_deferproc", {f.frame, postponed(f, call, true)});
}

inline Value closure(Function& f, const Function& code) {
  std::vector<Value> addresses;
  for (Variable* v : code.captures) addresses.push_back(f.address(*v));
  return {code.type, record(f, symbol(code.name), addresses).ir};
}

inline Value arithmetic(Function& f, const std::string& op, const Value& l, const Value& r) {
  if (l.type == kString)
    return f.runtime(kString, "runtime_concatstring2",
                     {pointer("null"), field(f, l, 0), field(f, l, 1), field(f, r, 0), field(f, r, 1)});
  if (op == "+" || op == "-" || op == "*") {
    std::string instruction = op == "+" ? "add" : op == "-" ? "sub" : "mul";
    return f.value(kInt, instruction, " i64 ", l, ", ", r);
  }
  // What LLVM leaves undefined is defined here: x / 0 panics, and the smallest number / -1 is itself.
  require(f, f.value(kBool, "icmp ne i64 ", r, ", 0"), "runtime_panicdivide", {});
  Value minus = f.value(kBool, "icmp eq i64 ", r, ", -1"),
        safe = f.value(kInt, "select i1 ", minus, ", i64 1, i64 ", r);
  if (op == "%") return f.value(kInt, "srem i64 ", l, ", ", safe);
  Value quotient = f.value(kInt, "sdiv i64 ", l, ", ", safe), negated = f.value(kInt, "sub i64 0, ", l);
  return f.value(kInt, "select i1 ", minus, ", i64 ", negated, ", i64 ", quotient);
}

inline Value compare(Function& f, const std::string& op, const Value& left, const Value& right) {
  static const std::map<std::string, std::string> kConditions{{"==", "eq"},  {"!=", "ne"}, {"<", "slt"},
                                                              {"<=", "sle"}, {">", "sgt"}, {">=", "sge"}};
  Value l = left, r = right;
  if (left.type == kString) {
    l = f.runtime(kInt, "runtime_cmpstring", {field(f, l, 0), field(f, l, 1), field(f, r, 0), field(f, r, 1)});
    r = number(0);
  }
  return f.value(kBool, "icmp ", kConditions.at(op), " ", l.type->ir, " ", l, ", ", r);
}

inline Value make(Function& f, const Type* type, const Value& size) {
  if (type->kind == Type::chan) return f.runtime(type, "runtime_makechan", {f.module.descriptor(type), size});
  Value array = f.runtime(kPtr, "runtime_makeslice", {f.module.descriptor(type->elem), size, size});
  Value v = f.value(type, "insertvalue ", type->ir, " poison, ptr ", array, ", 0");
  v = f.value(type, "insertvalue ", type->ir, " ", v, ", i64 ", size, ", 1");
  return f.value(type, "insertvalue ", type->ir, " ", v, ", i64 ", size, ", 2");
}

inline Value list(Function& f, const std::vector<Value>& values) {
  Value slice = make(f, slice_of(values[0].type), number(values.size()));
  for (size_t i = 0; i < values.size(); i++) f.store(values[i], pointer(element(f, slice, number(i)).address));
  return slice;
}

inline Value index(Function& f, const Value& of, const Value& i) {
  Value length = field(f, of, 1);
  // Without a sign a negative number is a very large one.
  require(f, f.value(kBool, "icmp ult i64 ", i, ", ", length), "runtime_panicIndex", {i, length});
  if (of.type != kString) return element(f, of, i);
  return f.value(kInt, "zext i8 ", f.value(kInt, "load i8, ptr ", offset(f, "i8", field(f, of, 0), i)), " to i64");
}

inline void send(Function& f, const Value& chan, const Value& v) {
  f.runtime(kNothing, "runtime_chansend1", {chan, place(f, v)});
}

inline Value receive(Function& f, const Value& chan, Value* ok = nullptr) {
  Value slot = f.slot(chan.type->elem->ir);
  Value more = f.runtime(ok ? kBool : kNothing, ok ? "runtime_chanrecv2" : "runtime_chanrecv1", {chan, slot});
  if (ok) *ok = more;
  return f.load(chan.type->elem, slot);
}

struct Case {
  bool send;
  Value chan, elem;  // elem: where the value is, or goes
  std::string body;  // the label
};
// `other`: the label of the `else`, or empty.
inline void select(Function& f, const std::vector<Case>& cases, const std::string& other) {
  // The runtime wants an array of { channel, place of the value }, those that send first.
  static const Type* const kChosen = intern({Type::basic, "chosen", "{ i64, i1 }", 16});
  std::string n = std::to_string(cases.size()), targets;
  Value records = f.slot("[" + n + " x { ptr, ptr }]"), order = f.slot("[" + n + " x i32]");
  size_t at = 0, sends = 0;
  for (bool send : {true, false})
    for (auto& c : cases) {
      if (c.send != send) continue;
      f.store(c.chan, offset(f, "ptr", records, number(2 * at)));
      f.store(c.elem, offset(f, "ptr", records, number(2 * at + 1)));
      targets += " i64 " + std::to_string(at++) + ", label %" + c.body;
      sends += send;
    }
  Value chosen = f.runtime(
      kChosen, "runtime_selectgo",
      {records, order, pointer("null"), number(sends), number(at - sends), {kBool, other.empty() ? "true" : "false"}});
  Value which = f.value(kInt, "extractvalue { i64, i1 } ", chosen, ", 0");
  std::string none = other.empty() ? f.label() : other;
  f.reach(none);
  f.leave("switch i64 " + which.ir + ", label %" + none + " [" + targets + " ]");
  if (!other.empty()) return;
  f.begin(none);
  f.leave("unreachable");
}

}  // namespace toy
