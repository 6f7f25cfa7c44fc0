// tools/toy/codegen.h: what each construct of toy becomes.
//
// These append to the function that is being written; their operands have been checked. What cannot be said in a few
// instructions is a call of the runtime (docs/abi.md).
#pragma once
#include <algorithm>

#include "ir.h"

// The operators that stand between operands: how tightly they bind, and LLVM's condition or instruction.
enum Level { kOr, kAnd, kComparison, kSum, kProduct };
struct Operator {
  std::string_view text;
  Level level;
  unsigned ir;
};
constexpr Operator kBinary[] = {{"||", kOr, 0},
                                {"&&", kAnd, 0},
                                {"==", kComparison, llvm::CmpInst::ICMP_EQ},
                                {"!=", kComparison, llvm::CmpInst::ICMP_NE},
                                {"<", kComparison, llvm::CmpInst::ICMP_SLT},
                                {"<=", kComparison, llvm::CmpInst::ICMP_SLE},
                                {">", kComparison, llvm::CmpInst::ICMP_SGT},
                                {">=", kComparison, llvm::CmpInst::ICMP_SGE},
                                {"+", kSum, llvm::Instruction::Add},
                                {"-", kSum, llvm::Instruction::Sub},
                                {"*", kProduct, llvm::Instruction::Mul},
                                {"/", kProduct, llvm::Instruction::SDiv},
                                {"%", kProduct, llvm::Instruction::SRem}};

inline Value zero(const Type* type) { return {type, llvm::Constant::getNullValue(type->ir)}; }

// A value's place in memory, which is how the runtime takes values.
inline llvm::Value* place(Function& f, const Value& v) {
  auto* slot = f.slot(v.type->ir);
  f.CreateStore(v.ir, slot);
  return slot;
}

// Of a string or a slice: its bytes or elements, and how many they are.
inline llvm::Value* data(Function& f, const Value& v) { return f.CreateExtractValue(v.ir, 0); }
inline llvm::Value* length(Function& f, const Value& v) { return f.CreateExtractValue(v.ir, 1); }

// The address of a slice's element, not checked.
inline Value element(Function& f, const Value& slice, llvm::Value* i) {
  return {slice.type->elem, nullptr, {}, f.CreateGEP(slice.type->elem->ir, data(f, slice), i)};
}

// Calls of the same panic stay apart (nomerge): their lines in a traceback differ.
inline void throw_panic(Function& f, llvm::StringRef panic, llvm::ArrayRef<llvm::Value*> args) {
  f.runtime(kVoid, panic, args, llvm::Attribute::NoMerge);
  f.CreateUnreachable();
}

// Goes on only if the condition holds; otherwise the runtime panics.
inline void require(Function& f, llvm::Value* condition, llvm::StringRef panic, llvm::ArrayRef<llvm::Value*> args) {
  auto *good = f.block("good"), *bad = f.block("bad");
  f.CreateCondBr(condition, good, bad);
  f.begin(bad);
  throw_panic(f, panic, args);
  f.begin(good);
}

inline llvm::Constant* text(Function& f, const std::string& text) {
  auto* bytes = f.CreateGlobalString(text, "text", 0, &f.module.ir);
  return llvm::ConstantStruct::getAnon({bytes, f.getInt64(text.size())});
}

// dprintf writes in one piece, whatever other goroutines print. It is a function of C: that it runs on a C stack and
// may block is the loader's business.
inline void print(Function& f, const std::vector<Value>& args) {
  std::string format;
  std::vector<llvm::Value*> operands{f.getInt32(1), nullptr};
  for (auto& a : args) {
    format += format.empty() ? "" : " ";
    format += a.type == kInt ? "%ld" : "%.*s";
    Value v = a;
    if (v.type == kBool) v = {kString, f.CreateSelect(a.ir, text(f, "true"), text(f, "false"))};
    if (v.type == kString) operands.push_back(f.CreateTrunc(length(f, v), f.getInt32Ty()));
    operands.push_back(v.type == kString ? data(f, v) : v.ir);
  }
  operands[1] = f.CreateGlobalString(format + "\n", "format", 0, &f.module.ir);
  auto* type = llvm::FunctionType::get(f.getInt32Ty(), {f.getInt32Ty(), kAddress}, true);
  f.CreateCall(f.module.ir.getOrInsertFunction("dprintf", type), operands);
}

inline Value append(Function& f, const Value& slice, const Value& elem) {
  auto *old = length(f, slice), *capacity = f.CreateExtractValue(slice.ir, 2), *more = f.CreateAdd(old, f.getInt64(1));
  auto *grow = f.block("grow"), *enough = f.block("enough");
  auto* room = place(f, slice);
  f.CreateCondBr(f.CreateICmpUGT(more, capacity), grow, enough);
  f.begin(grow);
  f.runtime(kVoid, "runtime_growslice",
            {room, data(f, slice), more, capacity, f.getInt64(1), f.module.descriptor(elem.type)});
  f.CreateBr(enough);
  f.begin(enough);
  Value grown{slice.type, f.CreateInsertValue(f.load(slice.type, room).ir, more, 1)};
  f.CreateStore(elem.ir, element(f, grown, old).address);
  return grown;
}

// An interface{}: the type, and the address of the value.
inline void panic(Function& f, const Value& v) {
  auto* type = f.module.descriptor(v.type);
  auto* box = f.runtime(kAddress, "runtime_newobject", {type});
  f.CreateStore(v.ir, box);
  throw_panic(f, "runtime_gopanic", {type, box});
  f.begin(f.block("dead"));
}

// What a panic with this value would print; "" when there was none.
inline Value recover(Function& f) {
  auto* any =
      f.runtime(llvm::StructType::get(kAddress, kAddress), "runtime_gorecover", {}, llvm::Attribute::ReturnsTwice);
  auto *type = f.CreateExtractValue(any, 0), *data = f.CreateExtractValue(any, 1);
  auto *some = f.block("some"), *end = f.block("end");
  auto* result = place(f, zero(kString));
  f.CreateCondBr(f.CreateIsNotNull(type), some, end);
  f.begin(some);
  auto* text = f.runtime(kAddress, "gort_value_text", {type, data});
  f.CreateStore(text, result);
  f.CreateStore(f.runtime(kWord, "strlen", {text}), f.CreateStructGEP(kString->ir, result, 1));
  f.CreateBr(end);
  f.begin(end);
  return f.load(kString, result);
}

inline Value own_function(Function& f, const std::string& name, const std::vector<Value>& args) {
  if (name == "append") return append(f, args[0], args[1]);
  if (name == "len" && !is_chan(args[0].type)) return {kInt, length(f, args[0])};
  if (name == "len") return {kInt, f.runtime(kWord, "runtime_chanlen", {args[0].ir})};
  if (name == "recover") return recover(f);
  if (name == "print") print(f, args);
  if (name == "panic") panic(f, args[0]);
  if (name == "sleep") f.runtime(kVoid, "time_Sleep", {args[0].ir});
  if (name == "close") f.runtime(kVoid, "runtime_closechan", {args[0].ir});
  return {};
}

// A call before it is made: `go` and `defer` make it later.
struct Call {
  Value callee;
  std::vector<Value> args;
  Pos pos;
};
inline Value make_call(Function& f, const Call& call) {
  if (!call.callee.own.empty()) return own_function(f, call.callee.own, call.args);
  std::vector<llvm::Value*> args{call.callee.ir};
  for (auto& a : call.args) args.push_back(a.ir);
  llvm::Value* code = call.callee.code;
  if (!code) code = f.CreateLoad(kAddress, call.callee.ir);
  return {call.callee.type->result, f.CreateCall(code_type(call.callee.type), code, args)};
}

// A closure's funcval: a record of its code and the addresses of what it captures.
inline llvm::Value* closure(Function& f, const Function& inner) {
  llvm::Value* record = f.runtime(kAddress, "gort_alloc", {f.getInt64(8 * (1 + inner.captures.size()))});
  f.CreateStore(inner.code, record);
  unsigned n = 0;
  for (auto& [variable, inside] : inner.captures)
    f.CreateStore(f.address(variable), f.CreateConstGEP1_64(kAddress, record, ++n));
  return record;
}

// The funcval of a function that makes the call: a closure, with callee and arguments in variables that it captures.
inline llvm::Value* postponed(Function& f, Call call, bool deferred) {
  if (call.args.empty() && call.callee.ir) return call.callee.ir;
  Function wrap(f.module, &f, f.name + ".wrap" + std::to_string(++f.inner), call.pos, function_of({}, kNothing));
  if (deferred) wrap.runtime(kVoid, "runtime_deferwrap", {}, llvm::Attribute::ReturnsTwice);
  auto capture = [&](Value& v) { v.ir = wrap.CreateLoad(v.type->ir, wrap.address(f.variable("", v))); };
  if (call.callee.ir && !call.callee.code) capture(call.callee);
  for (auto& a : call.args) capture(a);
  make_call(wrap, call);
  wrap.finish(call.pos);
  return closure(f, wrap);
}

inline Value operate(Function& f, const Operator& op, const Value& l, const Value& r) {
  auto *left = l.ir, *right = r.ir;
  if (l.type == kString) {
    auto *p = data(f, l), *n = length(f, l), *q = data(f, r), *m = length(f, r);
    if (op.level == kSum)
      return {kString,
              f.runtime(kString->ir, "runtime_concatstring2", {llvm::Constant::getNullValue(kAddress), p, n, q, m})};
    left = f.runtime(kWord, "runtime_cmpstring", {p, n, q, m});
    right = f.getInt64(0);
  }
  if (op.level == kComparison) return {kBool, f.CreateICmp(static_cast<llvm::CmpInst::Predicate>(op.ir), left, right)};
  auto instruction = static_cast<llvm::Instruction::BinaryOps>(op.ir);
  if (op.text != "/" && op.text != "%") return {kInt, f.CreateBinOp(instruction, left, right)};
  // What LLVM leaves undefined is defined here: x / 0 panics, and the smallest number / -1 is itself.
  require(f, f.CreateIsNotNull(right), "runtime_panicdivide", {});
  auto* minus = f.CreateICmpEQ(right, f.getInt64(-1));
  auto* result = f.CreateBinOp(instruction, left, f.CreateSelect(minus, f.getInt64(1), right));
  return {kInt, op.text == "%" ? result : f.CreateSelect(minus, f.CreateNeg(left), result)};
}

inline llvm::Value* make(Function& f, const Type* type, llvm::Value* size) {
  if (is_chan(type)) return f.runtime(kAddress, "runtime_makechan", {f.module.descriptor(type), size});
  auto* array = f.runtime(kAddress, "runtime_makeslice", {f.module.descriptor(type->elem), size, size});
  auto* slice = f.CreateInsertValue(llvm::PoisonValue::get(type->ir), array, 0);
  return f.CreateInsertValue(f.CreateInsertValue(slice, size, 1), size, 2);
}

inline llvm::Value* list(Function& f, const std::vector<Value>& values) {
  Value slice{slice_of(values[0].type)};
  slice.ir = make(f, slice.type, f.getInt64(values.size()));
  for (size_t i = 0; i < values.size(); i++) f.CreateStore(values[i].ir, element(f, slice, f.getInt64(i)).address);
  return slice.ir;
}

inline Value index(Function& f, const Value& of, const Value& i) {
  auto* end = length(f, of);
  // Without a sign a negative number is a very large one.
  require(f, f.CreateICmpULT(i.ir, end), "runtime_panicIndex", {i.ir, end});
  if (of.type != kString) return element(f, of, i.ir);
  auto* byte = f.CreateLoad(f.getInt8Ty(), f.CreateGEP(f.getInt8Ty(), data(f, of), i.ir));
  return {kInt, f.CreateZExt(byte, kWord)};
}

// `more`: whether there was a value, or the channel is closed.
inline Value receive(Function& f, const Value& chan, llvm::Value** more = nullptr) {
  auto* slot = f.slot(chan.type->elem->ir);
  auto* call = f.runtime(more ? kBit : kVoid, more ? "runtime_chanrecv2" : "runtime_chanrecv1", {chan.ir, slot});
  if (more) *more = call;
  return f.load(chan.type->elem, slot);
}

struct Case {
  bool sends;
  llvm::Value *chan, *elem;  // elem: where the value is, or goes
  llvm::BasicBlock* body;
};
// `other`: the block of the `else`, or null.
inline void select(Function& f, std::vector<Case> cases, llvm::BasicBlock* other) {
  // The runtime wants an array of { channel, place of the value }, those that send first.
  auto* records = f.slot(llvm::ArrayType::get(llvm::StructType::get(kAddress, kAddress), cases.size()));
  auto* order = f.slot(llvm::ArrayType::get(f.getInt32Ty(), cases.size()));
  auto receivers = std::partition(cases.begin(), cases.end(), [](auto& c) { return c.sends; });
  for (size_t i = 0; i < cases.size(); i++) {
    f.CreateStore(cases[i].chan, f.CreateConstGEP1_64(kAddress, records, 2 * i));
    f.CreateStore(cases[i].elem, f.CreateConstGEP1_64(kAddress, records, 2 * i + 1));
  }
  auto* chosen =
      f.runtime(llvm::StructType::get(kWord, kBit), "runtime_selectgo",
                {records, order, llvm::Constant::getNullValue(kAddress), f.getInt64(receivers - cases.begin()),
                 f.getInt64(cases.end() - receivers), f.getInt1(!other)});
  auto* none = other ? other : f.block("none");
  auto* bodies = f.CreateSwitch(f.CreateExtractValue(chosen, 0), none);
  for (size_t i = 0; i < cases.size(); i++) bodies->addCase(f.getInt64(i), cases[i].body);
  if (other) return;
  f.begin(none);
  f.CreateUnreachable();
}
