// tools/toy/codegen.h: what each construct of toy becomes, and what it asks of its operands' types.
//
// What cannot be said in a few instructions is a call of the runtime (docs/abi.md).
#pragma once
#include "ir.h"

using Args = const std::vector<Value>&;

// The operators that stand between operands; later ones bind more tightly.
constexpr StringRef kLevels[] = {" || ", " && ", " == != < <= > >= ", " + - ", " * / % "};
constexpr StringRef kOwnFunctions = " append close len panic print recover sleep ";

struct Loop {
  BasicBlock *next, *end;  // `next` is where `continue` goes: what is done before each turn
};

inline Value zero(const Type* type) { return {type, Constant::getNullValue(type->ir)}; }

class Function : public Frame {
 public:
  using Frame::Frame;
  std::vector<Loop> loops;  // that the statement stands in

  // --- rules about types
  [[noreturn]] void fail(Pos pos, const Twine& message) { module.source.fail(pos, message); }
  void want(const Value& v, bool good, StringRef what) {
    if (!good) fail(v.pos, what + " was expected, this is " + v.type->name);
  }
  void want(const Value& v, const Type* type) { want(v, v.type == type, type->name); }
  void want_chan(const Value& v) { want(v, is_chan(v.type), "a channel"); }
  void want_printable(const Value& v) { want(v, v.type->kind == Type::basic, "an int, a bool or a string"); }
  void want_all(const Value& callee, const std::vector<const Type*>& types, Args args) {
    if (args.size() != types.size())
      fail(callee.pos, Twine(types.size()) + " arguments were expected, there are " + Twine(args.size()));
    for (auto [arg, type] : llvm::zip(args, types)) want(arg, type);
  }

  // --- values in memory

  // A value's place in memory, which is how the runtime takes values.
  llvm::Value* place(const Value& v) {
    auto* at = slot(v.type->ir);
    CreateStore(v.ir, at);
    return at;
  }

  // Of a string or a slice: its bytes or elements, and how many they are.
  llvm::Value* data(const Value& v) { return CreateExtractValue(v.ir, 0); }
  llvm::Value* length(const Value& v) { return CreateExtractValue(v.ir, 1); }

  // The address of a slice's element, not checked.
  Value element(const Value& slice, llvm::Value* i) {
    return {slice.type->elem, nullptr, {}, CreateGEP(slice.type->elem->ir, data(slice), i)};
  }

  // Goes on only if the condition holds; otherwise the runtime panics. Calls of the same panic stay apart (nomerge):
  // their lines in a traceback differ.
  void require(llvm::Value* condition, StringRef panic, ArrayRef<llvm::Value*> args) {
    auto *good = block("good"), *bad = block("bad");
    CreateCondBr(condition, good, bad);
    begin(bad);
    runtime(kVoid, panic, args, Attribute::NoMerge);
    CreateUnreachable();
    begin(good);
  }

  Constant* text(StringRef text) {
    auto* bytes = CreateGlobalString(text, "text", 0, &module.ir);
    return ConstantStruct::getAnon({bytes, getInt64(text.size())});
  }

  // --- strings, slices, channels
  llvm::Value* make(const Type* type, llvm::Value* size) {
    if (is_chan(type)) return runtime(kAddress, "runtime_makechan", {module.descriptor(type), size});
    auto* array = runtime(kAddress, "runtime_makeslice", {module.descriptor(type->elem), size, size});
    auto* slice = CreateInsertValue(llvm::PoisonValue::get(type->ir), array, 0);
    return CreateInsertValue(CreateInsertValue(slice, size, 1), size, 2);
  }

  Value index(const Value& of, Args args) {
    want(of, is_slice(of.type) || of.type == kString, "a slice or a string");
    want_all(of, {kInt}, args);
    auto *i = args[0].ir, *end = length(of);
    // Without a sign a negative number is a very large one.
    require(CreateICmpULT(i, end), "runtime_panicIndex", {i, end});
    if (is_slice(of.type)) return element(of, i);
    return {kInt, CreateZExt(CreateLoad(getInt8Ty(), CreateGEP(getInt8Ty(), data(of), i)), kWord)};
  }

  // `more`: whether there was a value, or the channel is closed.
  Value receive(const Value& chan, llvm::Value** more = nullptr) {
    want_chan(chan);
    auto* to = slot(chan.type->elem->ir);
    auto* call = runtime(more ? kBit : kVoid, more ? "runtime_chanrecv2" : "runtime_chanrecv1", {chan.ir, to});
    if (more) *more = call;
    return load(chan.type->elem, to);
  }

  Value operate(const Token& token, const Value& l, const Value& r) {
    StringRef op = token.text;
    const Type* t = l.type;
    // Ints have them all.
    StringRef known = t == kString ? " == != < <= > >= + " : t == kBool || is_chan(t) ? " == != " : "";
    if (t != kInt && !among(known, op)) fail(token.pos, t->name + " has no operator " + op);
    want(r, t);
    auto *left = l.ir, *right = r.ir;
    if (t == kString) {
      auto *p = data(l), *n = length(l), *q = data(r), *m = length(r);
      if (op == "+") return {kString, runtime(t->ir, "runtime_concatstring2", {kNull, p, n, q, m})};
      left = runtime(kWord, "runtime_cmpstring", {p, n, q, m});
      right = getInt64(0);
    }
    if (op == "==") return {kBool, CreateICmpEQ(left, right)};
    if (op == "!=") return {kBool, CreateICmpNE(left, right)};
    if (op == "<") return {kBool, CreateICmpSLT(left, right)};
    if (op == "<=") return {kBool, CreateICmpSLE(left, right)};
    if (op == ">") return {kBool, CreateICmpSGT(left, right)};
    if (op == ">=") return {kBool, CreateICmpSGE(left, right)};
    if (op == "+") return {kInt, CreateAdd(left, right)};
    if (op == "-") return {kInt, CreateSub(left, right)};
    if (op == "*") return {kInt, CreateMul(left, right)};
    // What LLVM leaves undefined is defined here: x / 0 panics, and the smallest number / -1 is itself.
    require(CreateIsNotNull(right), "runtime_panicdivide", {});
    auto *minus = CreateICmpEQ(right, getInt64(-1)), *divisor = CreateSelect(minus, getInt64(1), right);
    if (op == "%") return {kInt, CreateSRem(left, divisor)};
    return {kInt, CreateSelect(minus, CreateNeg(left), CreateSDiv(left, divisor))};
  }

  // --- functions of the language

  // dprintf writes in one piece, whatever other goroutines print. It is a function of C: that it runs on a C stack and
  // may block is the loader's business.
  void print(Args args) {
    std::vector<std::string> formats;
    std::vector<llvm::Value*> operands{getInt32(1), nullptr};
    for (Value v : args) {
      want_printable(v);
      formats.push_back(v.type == kInt ? "%ld" : "%.*s");
      if (v.type == kBool) v = {kString, CreateSelect(v.ir, text("true"), text("false"))};
      if (v.type == kString) operands.push_back(CreateTrunc(length(v), getInt32Ty()));
      operands.push_back(v.type == kString ? data(v) : v.ir);
    }
    operands[1] = CreateGlobalString(llvm::join(formats, " ") + "\n", "format", 0, &module.ir);
    auto* type = FunctionType::get(getInt32Ty(), {getInt32Ty(), kAddress}, true);
    CreateCall(module.ir.getOrInsertFunction("dprintf", type), operands);
  }

  Value append(const Value& slice, const Value& elem) {
    auto *old = length(slice), *capacity = CreateExtractValue(slice.ir, 2), *more = CreateAdd(old, getInt64(1));
    auto* room = place(slice);
    if_(CreateICmpUGT(more, capacity), [&] {
      runtime(kVoid, "runtime_growslice",
              {room, data(slice), more, capacity, getInt64(1), module.descriptor(elem.type)});
    });
    Value grown{slice.type, CreateInsertValue(load(slice.type, room).ir, more, 1)};
    CreateStore(elem.ir, element(grown, old).address);
    return grown;
  }

  // An interface{}: the type, and the address of the value.
  void panic(const Value& v) {
    want_printable(v);
    auto* type = module.descriptor(v.type);
    auto* box = runtime(kAddress, "runtime_newobject", {type});
    CreateStore(v.ir, box);
    runtime(kVoid, "runtime_gopanic", {type, box}, Attribute::NoMerge);
    CreateUnreachable();
    begin(block("dead"));
  }

  // What a panic with this value would print; "" when there was none.
  Value recover() {
    auto* any = runtime(StructType::get(kAddress, kAddress), "runtime_gorecover", {}, Attribute::ReturnsTwice);
    auto *type = CreateExtractValue(any, 0), *data = CreateExtractValue(any, 1), *result = place(zero(kString));
    if_(CreateIsNotNull(type), [&] {
      auto* text = runtime(kAddress, "gort_value_text", {type, data});
      CreateStore(text, result);
      CreateStore(runtime(kWord, "strlen", {text}), CreateStructGEP(kString->ir, result, 1));
    });
    return load(kString, result);
  }

  // --- calls
  Value call_own(const Value& callee, Args args) {
    StringRef name = callee.own;
    if (name == "print") return print(args), Value{};
    if (name == "recover") return want_all(callee, {}, args), recover();
    if (args.empty()) fail(callee.pos, "an argument is missing");
    const Value& first = args[0];
    const Type* t = first.type;
    if (name == "append") {
      want(first, is_slice(t), "a slice");
      return want_all(callee, {t, t->elem}, args), append(first, args[1]);
    }
    want_all(callee, {name == "sleep" ? kInt : t}, args);
    if (name == "len") {
      want(first, t->elem || t == kString, "something that has a length");
      return {kInt, is_chan(t) ? runtime(kWord, "runtime_chanlen", {first.ir}) : length(first)};
    }
    if (name == "panic") panic(first);
    if (name == "sleep") runtime(kVoid, "time_Sleep", {first.ir});
    if (name == "close") want_chan(first), runtime(kVoid, "runtime_closechan", {first.ir});
    return {};
  }

  Value call(const Value& callee, Args args) {
    if (!callee.own.empty()) return call_own(callee, args);
    want(callee, callee.type->kind == Type::function, "a function");
    want_all(callee, callee.type->params, args);
    std::vector<llvm::Value*> values{callee.ir};
    for (auto& a : args) values.push_back(a.ir);
    llvm::Value* code = callee.code;
    if (!code) code = CreateLoad(kAddress, callee.ir);
    return {callee.type->result, CreateCall(code_type(callee.type), code, values)};
  }

  // A closure's funcval: a record of its code and the addresses of what it captures.
  llvm::Value* closure(const Function& inside) {
    auto* record = runtime(kAddress, "gort_alloc", {getInt64(8 * (1 + inside.captures.size()))});
    CreateStore(inside.code, record);
    for (auto [n, capture] : llvm::enumerate(inside.captures))
      CreateStore(address(capture.first), CreateConstGEP1_64(kAddress, record, n + 1));
    return record;
  }

  // A call that `go` or `defer` makes later. The runtime gets the funcval of a function that makes it: a closure, with
  // callee and arguments in variables that it captures.
  void postpone(bool deferred, Value callee, std::vector<Value> args, Pos pos) {
    want(callee, !callee.own.empty() || callee.type->kind == Type::function, "a function");
    llvm::Value* funcval = callee.ir;
    if (!args.empty() || callee.type != function_of({}, kNothing)) {
      Function wrap(module, this, name + ".wrap" + std::to_string(++inner), pos, function_of({}, kNothing));
      if (deferred) wrap.runtime(kVoid, "runtime_deferwrap", {}, Attribute::ReturnsTwice);
      auto capture = [&](Value& v) { v.ir = wrap.CreateLoad(v.type->ir, wrap.address(variable("", v))); };
      if (callee.own.empty() && !callee.code) capture(callee);
      for (auto& a : args) capture(a);
      wrap.call(callee, args);
      wrap.finish(pos);
      funcval = closure(wrap);
    }
    if (!deferred) return (void)runtime(kVoid, "runtime_newproc", {funcval});
    if (!frame) frame = slot(llvm::ArrayType::get(kWord, 16), "frame");
    runtime(kVoid, "runtime_deferproc", {frame, funcval});
  }
};
