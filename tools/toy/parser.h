// tools/toy/parser.h: reads a program and writes its IR.
//
// By recursive descent, one function for each line of the grammar, and in one pass: each construct is checked and
// translated where it is read, so that the grammar, the rule about types and the IR of a construct stand side by side.
// Only the functions' signatures are read first, since a function may be used before it is declared.
//
//   program   = { "fn" NAME signature block }
//   signature = "(" [ NAME type { "," NAME type } ] ")" [ type ]
//   type      = "int" | "bool" | "string" | "[" "]" type | "chan" type | "fn" "(" [ type { "," type } ] ")" [ type ]
//   block     = "{" { statement NEWLINE } "}"
//   statement = "var" NAME ( type | "=" expr ) | "return" [ expr ] | "break" | "continue"
//             | "if" expr block [ "else" ( if | block ) ] | "while" expr block | "for" NAME "in" expr [ ".." expr ]
//             block | "go" call | "defer" call | "select" "{" { case NEWLINE } "}" | expr [ ( "=" | "<-" ) expr ]
//   case      = "case" ( expr "<-" expr | [ NAME "=" ] "<-" expr ) block | "else" block
//   expr      = operands with || ; && ; == != < <= > >= ; + - ; * / %   (loosest first)
//   operand   = ( "-" | "!" | "<-" ) operand | call
//   call      = primary { "(" [ expr { "," expr } ] ")" | "[" expr "]" }
//   primary   = NUMBER | STRING | "true" | "false" | NAME | "(" expr ")" | "[" expr { "," expr } "]"
//             | "make" "(" type [ "," expr ] ")" | "fn" signature block
#pragma once
#include <utility>

#include "codegen.h"

constexpr int kDeepest = 200;  // nested constructs: each costs the compiler a few frames of its own stack
constexpr std::string_view kOwnFunctions = " append close len panic print recover sleep ";

class Parser {
 public:
  explicit Parser(const Source& source) : source_(source), tokens_(lex(source)), module_(source.name) {}

  llvm::Module& program() {
    for (bool bodies : {false, true}) {
      for (at_ = 0; now().kind != Token::end;) {
        if (accept_newline()) continue;
        expect("fn");
        Token name = take_name();
        std::vector<Token> params;
        const Type* type = signature(&params);
        if (bodies) {
          function(nullptr, "main." + name.text, name.pos, type, params);
          continue;
        }
        if (!functions_.emplace(name.text, type).second) fail(name.pos, "there is another function " + name.text);
        module_.function("main." + name.text, type);
        for (int open = 0; now().kind != Token::end && (open > 0 || !is("fn")); take()) open += is("{") - is("}");
      }
      if (!functions_.contains("main")) fail({}, "there is no fn main()");
      if (functions_["main"] != function_of({}, kNothing)) fail({}, "main takes nothing and returns nothing");
    }
    module_.debug.finalize();
    return module_.ir;
  }

 private:
  // --- tokens and errors
  const Token& now() const { return tokens_[at_]; }
  bool is(std::string_view symbol) const { return now().is(symbol); }
  Token take() { return tokens_[now().kind == Token::end ? at_ : at_++]; }
  bool accept(std::string_view symbol) { return is(symbol) && (take(), true); }
  bool accept_newline() { return now().kind == Token::newline && (take(), true); }
  Pos expect(std::string_view symbol) {
    if (!is(symbol)) unexpected("'" + std::string(symbol) + "'");
    return take().pos;
  }
  Token take_name() {
    if (now().kind != Token::name) unexpected("a name");
    return take();
  }

  [[noreturn]] void fail(Pos pos, const std::string& message) { source_.fail(pos, message); }
  [[noreturn]] void unexpected(const std::string& wanted) {
    bool phrase = now().kind == Token::end || now().kind == Token::newline;
    fail(now().pos, "expected " + wanted + ", found " + (phrase ? now().text : "'" + now().text + "'"));
  }
  void want(const Value& v, bool good, const std::string& what) {
    if (!good) fail(v.pos, what + " was expected, this is " + v.type->name);
  }
  void want(const Value& v, const Type* type) { want(v, v.type == type, type->name); }
  void want_chan(const Value& v) { want(v, is_chan(v.type), "a channel"); }

  // Counts how deep constructs are nested while one is read.
  struct Nested {
    explicit Nested(Parser& p) : depth(p.depth_) {
      if (++depth > kDeepest) p.fail(p.now().pos, "nested too deeply");
    }
    ~Nested() { depth--; }
    int& depth;
  };

  template <typename F>
  void listed(std::string_view close, F item) {
    while (!is(close)) {
      item();
      if (!accept(",")) break;
    }
    expect(close);
  }

  // --- types and functions
  const Type* type() {
    Nested nested(*this);
    for (const Type* t : {kInt, kBool, kString})
      if (accept(t->name)) return t;
    if (accept("chan")) return chan_of(type());
    if (accept("[")) return expect("]"), slice_of(type());
    if (!accept("fn")) unexpected("a type");
    return signature(nullptr);
  }

  // With the parameters' names, where there are any.
  const Type* signature(std::vector<Token>* names) {
    std::vector<const Type*> params;
    expect("(");
    listed(")", [&] {
      if (names) names->push_back(take_name());
      params.push_back(type());
    });
    bool returns = now().kind == Token::symbol && among(" int bool string [ chan fn ", now().text);
    return function_of(params, returns ? type() : kNothing);
  }

  // The block of a function; of a closure, its funcval.
  llvm::Value* function(Function* outer, const std::string& name, Pos pos, const Type* type,
                        const std::vector<Token>& params) {
    Function f(module_, outer, name, pos, type);
    std::vector<Loop> loops = std::exchange(loops_, {});
    f_ = &f;
    scopes_.emplace_back();
    for (unsigned i = 0; i < params.size(); i++) declare(params[i], {type->params[i], f.code->getArg(i + 1)});
    f.finish(block());
    scopes_.pop_back();
    f_ = outer;
    loops_ = std::move(loops);
    return outer ? closure(*outer, f) : nullptr;
  }

  // A new variable of the innermost scope.
  void declare(const Token& name, const Value& v) {
    if (!scopes_.back().try_emplace(name.text, f_->variable(name.text, v)).second)
      fail(name.pos, "there is another " + name.text + " in this block");
  }

  // --- statements

  // Around the block's own variables stands the one that its loop or case declares, if it does.
  Pos block(const Token& name = {}, const Value& v = {}) {
    Nested nested(*this);
    expect("{");
    scopes_.emplace_back();
    if (!name.text.empty()) declare(name, loaded(v));
    scopes_.emplace_back();
    while (!is("}")) {
      if (accept_newline()) continue;
      if (now().kind == Token::end) unexpected("'}'");
      f_->at(now().pos);
      statement();
      if (!is("}") && !accept_newline()) unexpected("the end of the statement");
    }
    scopes_.resize(scopes_.size() - 2);
    return expect("}");
  }

  void statement() {
    Pos pos = now().pos;
    if (accept("if")) return if_();
    if (accept("while")) return while_();
    if (accept("for")) return for_();
    if (accept("select")) return select_(pos);
    if (accept("go")) return (void)f_->runtime(kVoid, "runtime_newproc", {postponed(*f_, kept_call(), false)});
    if (accept("defer"))
      return (void)f_->runtime(kVoid, "runtime_deferproc", {f_->frame(), postponed(*f_, kept_call(), true)});
    if (accept("return")) {
      bool empty = now().kind == Token::newline || is("}");
      if (empty != (f_->type->result == kNothing))
        fail(pos, empty ? "a value is missing" : "this function returns nothing");
      return f_->ret(empty ? Value{} : expr(f_->type->result));
    }
    if (is("break") || is("continue")) {
      if (loops_.empty()) fail(pos, "outside of a loop");
      return f_->leave(take().is("break") ? loops_.back().end : loops_.back().next);
    }
    if (accept("var")) {
      Token name = take_name();
      return declare(name, accept("=") ? expr() : zero(type()));
    }
    bool effect = is("<-");
    Value v = binary(0);
    pos = now().pos;
    if (accept("=")) {
      if (!v.address) fail(v.pos, "only variables and elements of slices can be assigned to");
      f_->CreateStore(expr(v.type).ir, v.address);
    } else if (accept("<-")) {
      want_chan(v);
      Value sent = expr(v.type->elem);
      f_->at(pos);
      f_->runtime(kVoid, "runtime_chansend1", {v.ir, place(*f_, sent)});
    } else if (!effect && !tokens_[at_ - 1].is(")")) {
      fail(v.pos, "this value is not used");
    }
  }

  Call kept_call() {
    Call kept;
    Value v = call(&kept);
    if (kept.callee.type == kNothing && kept.callee.own.empty()) fail(v.pos, "a call was expected");
    return kept;
  }

  void if_() {
    Nested nested(*this);
    auto *then = f_->block("then"), *other = f_->block("else"), *end = f_->block("end");
    f_->CreateCondBr(expr(kBool).ir, then, other);
    f_->begin(then);
    block();
    f_->jump(end, other);
    if (accept("else")) accept("if") ? if_() : (void)block();
    f_->jump(end, end);
  }

  struct Loop {
    llvm::BasicBlock *next, *inside, *end;  // `next` is where `continue` goes: what is done before each turn
  };
  Loop begin_loop() {
    Loop l{f_->block("next"), f_->block("inside"), f_->block("end")};
    f_->jump(l.next, l.next);
    return l;
  }

  // The block of a loop, with the variable of a `for`, which is a new one each time.
  void loop(const Loop& l, llvm::Value* more, const Token& name = {}, const Value& v = {}) {
    f_->CreateCondBr(more, l.inside, l.end);
    f_->begin(l.inside);
    loops_.push_back(l);
    block(name, v);
    loops_.pop_back();
    f_->jump(l.next, l.end);
  }

  void while_() {
    Loop l = begin_loop();
    loop(l, expr(kBool).ir);
  }

  void for_() {
    Token name = take_name();
    expect("in");
    Value from = expr();
    bool slice = is_slice(from.type);
    want(from, slice || is_chan(from.type) || from.type == kInt, "a slice, a channel or a range of ints");
    if (is_chan(from.type)) {
      Loop l = begin_loop();
      llvm::Value* more;
      Value v = receive(*f_, from, &more);
      return loop(l, more, name, v);
    }
    // Numbers, those of a range or of a slice's elements, are counted from one before the first.
    if (!slice) expect("..");
    auto* to = slice ? length(*f_, from) : expr(kInt).ir;
    auto* counter = f_->slot(kWord);
    f_->CreateStore(f_->CreateSub(slice ? f_->getInt64(0) : from.ir, f_->getInt64(1)), counter);
    Loop l = begin_loop();
    auto* i = f_->CreateAdd(f_->CreateLoad(kWord, counter), f_->getInt64(1));
    f_->CreateStore(i, counter);
    loop(l, f_->CreateICmpSLT(i, to), name, slice ? element(*f_, from, i) : Value{kInt, i});
  }

  // All that the cases need is evaluated first: after a case's block the builder goes back to where that was.
  void select_(Pos pos) {
    std::vector<Case> cases;
    llvm::BasicBlock *other = nullptr, *end = f_->block("end");
    expect("{");
    while (!accept("}")) {
      if (accept_newline()) continue;
      auto* inside = f_->block("case");
      Token name = {};
      Value received;
      if (is("else")) {
        if (std::exchange(other, inside)) fail(now().pos, "another else in this select");
        take();
      } else {
        expect("case");
        if (now().kind == Token::name && tokens_[at_ + 1].is("=")) {
          name = take();
          take();
          if (!is("<-")) unexpected("'<-'");
        }
        bool sends = !accept("<-");
        Value chan = expr();
        want_chan(chan);
        received = {chan.type->elem, nullptr, {}, f_->slot(chan.type->elem->ir)};
        if (sends) f_->CreateStore((expect("<-"), expr(received.type).ir), received.address);
        cases.push_back({sends, chan.ir, received.address, inside});
      }
      auto* head = f_->GetInsertBlock();
      f_->begin(inside);
      block(name, received);
      f_->CreateBr(end);
      f_->SetInsertPoint(head);
    }
    if (cases.empty()) fail(pos, "a select needs a case");
    f_->at(pos);
    select(*f_, cases, other);
    f_->begin(end);
  }

  // --- expressions
  Value expr() {
    Value v = binary(0);
    if (v.type == kNothing) fail(v.pos, "this call returns nothing");
    return v;
  }
  Value expr(const Type* type) {
    Value v = expr();
    want(v, type);
    return v;
  }

  // Operators that bind at least as tightly as `lowest`.
  Value binary(int lowest) {
    Nested nested(*this);
    Value left = prefix();
    while (true) {
      auto* op = std::find_if(std::begin(kBinary), std::end(kBinary), [&](auto& o) { return is(o.text); });
      if (op == std::end(kBinary) || op->level < lowest) return left;
      Pos pos = take().pos;
      left = op->level < kComparison ? logic(left, *op) : operation(left, *op, pos);
      left.pos = pos;
    }
  }

  Value logic(const Value& left, const Operator& op) {
    want(left, kBool);
    auto *more = f_->block("more"), *end = f_->block("end");
    auto* result = place(*f_, left);
    f_->CreateCondBr(left.ir, op.level == kAnd ? more : end, op.level == kAnd ? end : more);
    f_->begin(more);
    Value right = binary(op.level + 1);
    want(right, kBool);
    f_->CreateStore(right.ir, result);
    f_->jump(end, end);
    return f_->load(kBool, result);
  }

  Value operation(const Value& left, const Operator& op, Pos pos) {
    Value right = binary(op.level + 1);
    const Type* t = left.type;
    bool orders = op.level == kComparison, equality = op.text == "==" || op.text == "!=";
    if (t != kInt && !(t == kString && (orders || op.text == "+")) && !(equality && (t == kBool || is_chan(t))))
      fail(pos, t->name + " has no operator " + std::string(op.text));
    want(right, t);
    f_->at(pos);
    return operate(*f_, op, left, right);
  }

  Value prefix() {
    Nested nested(*this);
    if (!is("-") && !is("!") && !is("<-")) return call();
    Token op = take();
    Value v = prefix();
    f_->at(op.pos);
    if (op.is("<-")) {
      want_chan(v);
      v = receive(*f_, v);
    } else {
      want(v, op.is("-") ? kInt : kBool);
      v = {v.type, op.is("-") ? f_->CreateNeg(v.ir) : f_->CreateNot(v.ir)};
    }
    v.pos = op.pos;
    return v;
  }

  // The last call is kept back in `kept`, if that is given, to be made later.
  Value call(Call* kept = nullptr) {
    Value v = primary();
    Pos pos = v.pos;
    while (is("(") || is("[")) {
      Token open = take();
      std::vector<Value> args;
      listed(open.is("(") ? ")" : "]", [&] { args.push_back(expr()); });
      if (open.is("[")) {
        want(v, is_slice(v.type) || v.type == kString, "a slice or a string");
        check_arguments(v, args, {kInt});
        f_->at(open.pos);
        v = loaded(index(*f_, v, args[0]));
      } else {
        if (v.own.empty()) want(v, v.type->kind == Type::function, "a function");
        v.own.empty() ? check_arguments(v, args, v.type->params) : check_own_function(v, args);
        f_->at(open.pos);
        Call c{v, args, open.pos};
        if (kept && !is("(") && !is("[")) return *kept = c, Value{};
        v = make_call(*f_, c);
      }
      v.pos = pos;
    }
    return v;
  }

  void check_arguments(const Value& v, const std::vector<Value>& args, const std::vector<const Type*>& types) {
    if (args.size() != types.size())
      fail(v.pos, std::to_string(types.size()) + " arguments were expected, there are " + std::to_string(args.size()));
    for (size_t i = 0; i < args.size(); i++) want(args[i], types[i]);
  }

  void check_own_function(const Value& v, const std::vector<Value>& args) {
    const std::string& name = v.own;
    if (args.empty() && name != "print" && name != "recover") fail(v.pos, "an argument is missing");
    const Type* t = args.empty() ? kNothing : args[0].type;
    if (name == "append") want(args[0], is_slice(t), "a slice");
    if (name == "close") want_chan(args[0]);
    if (name == "len") want(args[0], t->elem || t == kString, "something that has a length");
    if (name == "print" || name == "panic")
      for (auto& a : args) want(a, is_printable(a.type), "an int, a bool or a string");
    if (name == "append") return check_arguments(v, args, {t, t->elem});
    if (name == "recover") return check_arguments(v, args, {});
    if (name != "print") check_arguments(v, args, {name == "sleep" ? kInt : t});
  }

  Value primary() {
    Token token = take();
    Pos pos = token.pos;
    if (token.kind == Token::number) return {kInt, f_->getInt64(std::stoull(token.text)), pos};
    if (token.kind == Token::string) return {kString, text(*f_, token.text), pos};
    if (token.kind == Token::name) return named(token);
    if (token.is("true") || token.is("false")) return {kBool, f_->getInt1(token.is("true")), pos};
    if (token.is("(")) {
      Value v = expr();
      expect(")");
      return {v.type, v.ir, pos};
    }
    if (token.is("[")) {
      std::vector<Value> elems;
      listed("]", [&] { elems.push_back(elems.empty() ? expr() : expr(elems[0].type)); });
      if (elems.empty()) fail(pos, "an empty list has no type; write make([]int, 0)");
      f_->at(pos);
      return {slice_of(elems[0].type), list(*f_, elems), pos};
    }
    if (token.is("make")) {
      expect("(");
      Value made{type(), nullptr, pos};
      want(made, made.type->elem, "the type of a slice or a channel");
      if (is_slice(made.type) && !is(",")) unexpected("a length");
      auto* size = accept(",") ? expr(kInt).ir : f_->getInt64(0);
      expect(")");
      f_->at(pos);
      return {made.type, make(*f_, made.type, size), pos};
    }
    if (token.is("fn")) {
      std::vector<Token> params;
      const Type* type = signature(&params);
      return {type, function(f_, f_->name + ".func" + std::to_string(++f_->inner), pos, type, params), pos};
    }
    at_ -= token.kind != Token::end;
    unexpected("an expression");
  }

  // What is about to be assigned to is not loaded.
  Value loaded(Value v) {
    if (v.address && !is("=")) v.ir = f_->CreateLoad(v.type->ir, v.address);
    return v;
  }

  Value named(const Token& name) {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
      if (auto v = scope->find(name.text); v != scope->end())
        return loaded({v->second->type, nullptr, name.pos, f_->address(v->second)});
    if (name.text == "main") fail(name.pos, "only the runtime calls main");
    if (auto found = functions_.find(name.text); found != functions_.end()) {
      auto* code = module_.function("main." + name.text, found->second);
      auto* funcval = module_.constant("main." + name.text + ".fv", llvm::ConstantStruct::getAnon({code}));
      return {found->second, funcval, name.pos, nullptr, code};
    }
    if (!is("(") || !among(kOwnFunctions, name.text)) fail(name.pos, "toy knows no " + name.text);
    return {kNothing, nullptr, name.pos, nullptr, nullptr, name.text};
  }

  const Source& source_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  Module module_;
  std::map<std::string, const Type*> functions_;
  Function* f_ = nullptr;  // the one that is being written
  std::vector<std::map<std::string, Variable*>> scopes_;
  std::vector<Loop> loops_;
  int depth_ = 0;
};
