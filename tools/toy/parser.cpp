// tools/toy/parser.cpp: see parser.h.
#include "parser.h"

#include <algorithm>
#include <utility>

#include "codegen.h"
#include "lexer.h"

namespace toy {
namespace {

constexpr int kDeepest = 200;  // nested constructs: each costs the compiler a few frames of its own stack

// An expression, and where it stands. `go` and `defer` have a call kept back, to make it later.
struct Expr : Value {
  Pos pos;
  Call kept = {};
};

class Parser {
 public:
  explicit Parser(const Source& source) : source_(source), tokens_(lex(source)), module_(source.name) {}

  std::string program() {
    functions([this](const Token& name, const Signature& s) {
      if (!functions_.emplace(name.text, s.type).second) fail(name.pos, "there is another function " + name.text);
      int open = 0;
      do {
        open += is("{") - is("}");
        if (now().kind == Token::end) unexpected("'}'");
        take();
      } while (open);
    });
    if (!functions_.contains("main")) fail({}, "there is no fn main()");
    if (functions_["main"] != function_of({}, kNothing)) fail({}, "main takes nothing and returns nothing");
    functions([this](const Token& name, const Signature& s) {
      Function f(module_, nullptr, "main." + name.text, name.pos, s.type);
      body(f, s);
    });
    return module_.text();
  }

 private:
  struct Signature {
    std::vector<Token> names;
    const Type* type;
  };
  struct Loop {
    std::string next, end;  // where `continue` and `break` go
  };

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
  Token expect_name() {
    if (now().kind != Token::name) unexpected("a name");
    return take();
  }

  [[noreturn]] void fail(Pos pos, const std::string& message) { source_.fail(pos, message); }
  [[noreturn]] void unexpected(const std::string& wanted) {
    bool shown = now().kind == Token::name || now().kind == Token::symbol;
    fail(now().pos, "expected " + wanted + ", found " + (shown ? "'" + now().text + "'" : now().text));
  }
  void want(const Expr& e, bool good, const std::string& what) {
    if (!good) fail(e.pos, what + " was expected, this is " + e.type->name);
  }
  void want(const Expr& e, const Type* type) { want(e, e.type == type, type->name); }

  // Counts how deep constructs are nested while one is read.
  struct Nested {
    explicit Nested(Parser& p) : parser(p) {
      if (++p.depth_ > kDeepest) p.fail(p.now().pos, "nested too deeply");
    }
    ~Nested() { parser.depth_--; }
    Parser& parser;
  };

  // --- types and functions
  const Type* result_type() {
    for (auto* word : {"int", "bool", "string", "[", "chan", "fn"})
      if (is(word)) return type();
    return kNothing;
  }

  const Type* type() {
    Nested nested(*this);
    for (const Type* t : {kInt, kBool, kString})
      if (accept(t->name)) return t;
    if (accept("chan")) return chan_of(type());
    if (accept("[")) {
      expect("]");
      return slice_of(type());
    }
    if (!accept("fn")) unexpected("a type");
    std::vector<const Type*> params;
    expect("(");
    while (!is(")")) {
      params.push_back(type());
      if (!accept(",")) break;
    }
    expect(")");
    return function_of(std::move(params), result_type());
  }

  Signature signature() {
    Signature s;
    std::vector<const Type*> params;
    expect("(");
    while (!is(")")) {
      s.names.push_back(expect_name());
      params.push_back(type());
      if (!accept(",")) break;
    }
    expect(")");
    s.type = function_of(std::move(params), result_type());
    return s;
  }

  // Reads all functions' heads; `rest` reads the block behind one.
  template <typename F>
  void functions(F rest) {
    for (at_ = 0; now().kind != Token::end;) {
      if (accept_newline()) continue;
      expect("fn");
      Token name = expect_name();
      Signature s = signature();
      if (!is("{")) unexpected("'{'");
      rest(name, s);
    }
  }

  void body(Function& f, const Signature& s) {
    Function* outer = std::exchange(f_, &f);
    std::vector<Loop> loops = std::exchange(loops_, {});
    scopes_.emplace_back();
    for (size_t i = 0; i < s.names.size(); i++) declare(s.names[i], {s.type->params[i], "%p" + std::to_string(i + 1)});
    Pos end = block();
    scopes_.pop_back();
    f.finish(end);
    f_ = outer;
    loops_ = std::move(loops);
  }

  // A new variable of the innermost scope.
  void declare(const Token& name, const Value& v) {
    auto [at, fresh] = scopes_.back().try_emplace(name.text, f_->variable(v.type));
    if (!fresh) fail(name.pos, "there is another " + name.text + " in this block");
    f_->store(v, at->second.address);
  }

  Variable* find(const std::string& name) {
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
      if (auto found = scope->find(name); found != scope->end()) return &found->second;
    return nullptr;
  }

  // --- statements
  Pos block() {
    Nested nested(*this);
    expect("{");
    scopes_.emplace_back();
    while (!is("}")) {
      if (accept_newline()) continue;
      f_->at(now().pos);
      statement();
      if (!is("}") && !accept_newline()) unexpected("the end of the statement");
    }
    scopes_.pop_back();
    return expect("}");
  }

  void statement() {
    Pos pos = now().pos;
    if (accept("if")) return if_();
    if (accept("while")) return while_();
    if (accept("for")) return for_();
    if (accept("var")) return var();
    if (accept("return")) return return_(pos);
    if (accept("go")) return go(*f_, kept_call());
    if (accept("defer")) return defer(*f_, kept_call());
    if (accept("select")) return select_(pos);
    if (is("break") || is("continue")) {
      bool out = take().is("break");
      if (loops_.empty()) fail(pos, "outside of a loop");
      return f_->jump(out ? loops_.back().end : loops_.back().next);
    }
    bool call_or_receive = is("<-");
    Expr e = binary(0);
    Pos op = now().pos;
    if (accept("=")) {
      if (e.address.empty()) fail(e.pos, "only variables and elements of slices can be assigned to");
      f_->store(expr(e.type), pointer(e.address));
    } else if (accept("<-")) {
      want(e, e.type->kind == Type::chan, "a channel");
      Expr v = expr(e.type->elem);
      f_->at(op);
      send(*f_, e, v);
    } else if (!call_or_receive && !tokens_[at_ - 1].is(")")) {
      fail(e.pos, "this value is not used");
    }
  }

  Call kept_call() {
    Expr e = call(true);
    if (e.kept.callee.ir.empty() && e.kept.callee.code.empty()) fail(e.pos, "a call was expected");
    return e.kept;
  }

  void if_() {
    Nested nested(*this);
    std::string then = f_->label(), other = f_->label(), end = f_->label();
    f_->branch(expr(kBool), then, other);
    f_->begin(then);
    block();
    f_->jump(end);
    f_->begin(other);
    if (accept("else")) accept("if") ? if_() : (void)block();
    f_->jump(end);
    f_->begin(end);
  }

  void while_() {
    std::string next = f_->label(), inside = f_->label(), end = f_->label();
    f_->jump(next);
    f_->begin(next);
    f_->branch(expr(kBool), inside, end);
    f_->begin(inside);
    loop(next, end, nullptr, {});
    f_->begin(end);
  }

  void for_() {
    Token name = expect_name();
    expect("in");
    Expr from = expr();
    std::string top = f_->label(), inside = f_->label(), next = f_->label(), end = f_->label();
    if (from.type->kind == Type::chan) {
      f_->jump(top);
      f_->begin(top);
      Value ok, v = receive(*f_, from, &ok);
      f_->branch(ok, inside, end);
      f_->begin(inside);
      loop(top, end, &name, v);
      return f_->begin(end);
    }
    // The numbers of a range, or those of a slice's elements.
    bool slice = from.type->kind == Type::slice;
    Value to;
    if (slice) {
      to = f_->field(from, 1);
    } else {
      want(from, from.type == kInt, "a slice, a channel or a range of ints");
      expect("..");
      to = expr(kInt);
    }
    Value counter = f_->slot("i64");
    f_->store(slice ? number(0) : from, counter);
    f_->jump(top);
    f_->begin(top);
    Value i = f_->load(kInt, counter);
    f_->branch(f_->value(kBool, "icmp slt i64 ", i, ", ", to), inside, end);
    f_->begin(inside);
    loop(next, end, &name, slice ? loaded(element(*f_, from, i)) : i);
    f_->begin(next);
    f_->store(f_->value(kInt, "add i64 ", i, ", 1"), counter);
    f_->jump(top);
    f_->begin(end);
  }

  // The block of a loop, with the variable of a `for`, which is a new one each time.
  void loop(const std::string& next, const std::string& end, const Token* name, const Value& v) {
    loops_.push_back({next, end});
    scopes_.emplace_back();
    if (name) declare(*name, v);
    block();
    scopes_.pop_back();
    f_->jump(next);
    loops_.pop_back();
  }

  void var() {
    Token name = expect_name();
    if (accept("=")) return declare(name, expr());
    declare(name, {type(), "zeroinitializer"});
  }

  void return_(Pos pos) {
    bool empty = now().kind == Token::newline || is("}");
    if (empty != (f_->type->result == kNothing))
      fail(pos, empty ? "a value is missing" : "this function returns nothing");
    f_->ret(empty ? Value{} : expr(f_->type->result));
  }

  // Everything that the cases need is evaluated first, in one chain of blocks, which the cases' own blocks hang from.
  void select_(Pos pos) {
    std::vector<Case> cases;
    std::string other, end = f_->label();
    bool live = f_->live();
    expect("{");
    while (!accept("}")) {
      if (accept_newline()) continue;
      std::string next = f_->label(), inside = f_->label();
      scopes_.emplace_back();
      if (is("else")) {
        if (!other.empty()) fail(now().pos, "another else in this select");
        take();
        other = inside;
        f_->jump(next);
        f_->begin(inside, live);
      } else {
        expect("case");
        bool named = now().kind == Token::name && tokens_[at_ + 1].is("=");
        Token name = now();
        if (named) at_ += 2;
        bool receives = named ? (expect("<-"), true) : accept("<-");
        Expr chan = expr();
        want(chan, chan.type->kind == Type::chan, "a channel");
        Value place = f_->slot(chan.type->elem->ir);
        if (!receives) {
          expect("<-");
          f_->store(expr(chan.type->elem), place);
        }
        cases.push_back({!receives, chan, place, inside});
        f_->jump(next);
        f_->begin(inside, live);
        if (named) declare(name, f_->load(chan.type->elem, place));
      }
      block();
      scopes_.pop_back();
      f_->jump(end);
      f_->begin(next);
    }
    if (cases.empty()) fail(pos, "a select needs a case");
    f_->at(pos);
    select(*f_, cases, other);
    f_->begin(end);
  }

  // --- expressions
  Expr expr() {
    Expr e = binary(0);
    if (e.type == kNothing) fail(e.pos, "this call returns nothing");
    return e;
  }
  Expr expr(const Type* type) {
    Expr e = expr();
    want(e, type);
    return e;
  }

  static int level(const Token& op) {
    constexpr std::string_view kLevels[] = {" || ", " && ", " == != < <= > >= ", " + - ", " * / % "};
    for (int l = 0; l < 5; l++)
      if (op.kind == Token::symbol && kLevels[l].find(" " + op.text + " ") != std::string_view::npos) return l;
    return -1;
  }

  // Operators that bind at least as tightly as `lowest`.
  Expr binary(int lowest) {
    Nested nested(*this);
    Expr left = prefix();
    for (int l; (l = level(now())) >= lowest;) left = l < 2 ? logic(left, take(), l) : operation(left, take(), l);
    return left;
  }

  Expr logic(const Expr& left, const Token& op, int l) {
    want(left, kBool);
    std::string more = f_->label(), end = f_->label();
    Value result = f_->slot("i1");
    f_->store(left, result);
    op.is("&&") ? f_->branch(left, more, end) : f_->branch(left, end, more);
    f_->begin(more);
    Expr right = binary(l + 1);
    want(right, kBool);
    f_->store(right, result);
    f_->jump(end);
    f_->begin(end);
    return {f_->load(kBool, result), op.pos};
  }

  Expr operation(const Expr& left, const Token& op, int l) {
    Expr right = binary(l + 1);
    const Type* t = left.type;
    want(right, t);
    bool equality = op.is("==") || op.is("!="), compares = l == 2;
    bool known =
        t == kInt || (t == kString && (compares || op.is("+"))) || (equality && (t == kBool || t->kind == Type::chan));
    if (!known) fail(op.pos, t->name + " has no operator " + op.text);
    f_->at(op.pos);
    return {compares ? compare(*f_, op.text, left, right) : arithmetic(*f_, op.text, left, right), op.pos};
  }

  Expr prefix() {
    Nested nested(*this);
    if (!is("-") && !is("!") && !is("<-")) return call(false);
    Token op = take();
    Expr e = prefix();
    f_->at(op.pos);
    if (op.is("<-")) {
      want(e, e.type->kind == Type::chan, "a channel");
      return {receive(*f_, e), op.pos};
    }
    want(e, op.is("-") ? kInt : kBool);
    return {op.is("-") ? f_->value(kInt, "sub i64 0, ", e) : f_->value(kBool, "xor i1 true, ", e), op.pos};
  }

  std::vector<Expr> list_of_exprs(std::string_view close) {
    std::vector<Expr> list;
    while (!is(close)) {
      list.push_back(expr());
      if (!accept(",")) break;
    }
    expect(close);
    return list;
  }

  Expr call(bool keep) {
    Expr e = primary();
    while (is("(") || is("[")) {
      Token open = take();
      if (open.is("[")) {
        want(e, e.type->kind == Type::slice || e.type == kString, "a slice or a string");
        Expr i = expr(kInt);
        expect("]");
        f_->at(open.pos);
        e = {loaded(index(*f_, e, i)), e.pos};
        continue;
      }
      std::vector<Expr> args = list_of_exprs(")");
      bool own = e.type == kNothing && !e.code.empty();
      own ? check_own(e, args) : check_call(e, args);
      f_->at(open.pos);
      Call c{e, {args.begin(), args.end()}, open.pos};
      if (keep && !is("(") && !is("[")) return {{}, e.pos, c};
      e = {make_call(*f_, c), e.pos};
    }
    return e;
  }

  void check_count(const Expr& e, const std::vector<Expr>& args, size_t n) {
    if (args.size() == n) return;
    fail(e.pos, "this call needs " + std::to_string(n) + " arguments and has " + std::to_string(args.size()));
  }

  void check_call(const Expr& e, const std::vector<Expr>& args) {
    want(e, e.type->kind == Type::function, "a function");
    check_count(e, args, e.type->params.size());
    for (size_t i = 0; i < args.size(); i++) want(args[i], e.type->params[i]);
  }

  // Of the functions of the language.
  void check_own(const Expr& e, const std::vector<Expr>& args) {
    const std::string& name = e.code;
    if (name != "print") check_count(e, args, name == "append" ? 2 : name == "recover" ? 0 : 1);
    if (name == "sleep") want(args[0], kInt);
    if (name == "close") want(args[0], args[0].type->kind == Type::chan, "a channel");
    if (name == "len") want(args[0], args[0].type->elem || args[0].type == kString, "something that has a length");
    if (name == "append") {
      want(args[0], args[0].type->kind == Type::slice, "a slice");
      want(args[1], args[0].type->elem);
    }
    if (name == "print" || name == "panic")
      for (auto& a : args)
        want(a, a.type == kInt || a.type == kBool || a.type == kString, "an int, a bool or a string");
  }

  Expr primary() {
    Token token = take();
    Pos pos = token.pos;
    if (token.kind == Token::number) return {number(token.value), pos};
    if (token.kind == Token::string) return {text(*f_, token.text), pos};
    if (token.kind == Token::name) return {named(token), pos};
    if (token.is("true") || token.is("false")) return {{kBool, token.text}, pos};
    if (token.is("(")) {
      Expr e = expr();
      expect(")");
      return {{e.type, e.ir}, pos};
    }
    if (token.is("[")) {
      std::vector<Expr> elems = list_of_exprs("]");
      if (elems.empty()) fail(pos, "an empty list has no type; write make([]int, 0)");
      for (auto& e : elems) want(e, elems[0].type);
      f_->at(pos);
      return {list(*f_, {elems.begin(), elems.end()}), pos};
    }
    if (token.is("make")) {
      expect("(");
      Expr made{{type()}, pos};
      want(made, made.type->elem, "the type of a slice or a channel");
      Value size = number(0);
      if (made.type->kind == Type::slice || is(",")) {
        expect(",");
        size = expr(kInt);
      }
      expect(")");
      f_->at(pos);
      return {make(*f_, made.type, size), pos};
    }
    if (token.is("fn")) {
      Signature s = signature();
      Function code(module_, f_, f_->name + ".func" + std::to_string(++f_->closures), pos, s.type);
      body(code, s);
      return {closure(*f_, code), pos};
    }
    at_ -= token.kind != Token::end;
    unexpected("an expression");
  }

  // What is about to be assigned to is not loaded.
  Value loaded(Value v) {
    if (!v.address.empty() && !is("=")) v.ir = f_->load(v.type, pointer(v.address)).ir;
    return v;
  }

  Value named(const Token& name) {
    constexpr std::string_view kOwn[] = {"append", "close", "len", "panic", "print", "recover", "sleep"};
    if (Variable* v = find(name.text)) return loaded({v->type, {}, f_->address(*v).ir});
    if (name.text == "main") fail(name.pos, "only the runtime calls main");
    if (auto found = functions_.find(name.text); found != functions_.end()) {
      std::string code = "main." + name.text;
      return {found->second, module_.funcval(code).ir, {}, "@\"" + code + "\""};
    }
    if (!is("(") || std::find(std::begin(kOwn), std::end(kOwn), name.text) == std::end(kOwn))
      fail(name.pos, "toy knows no " + name.text);
    return {kNothing, {}, {}, name.text};
  }

  const Source& source_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  Module module_;
  std::map<std::string, const Type*> functions_;
  Function* f_ = nullptr;  // the one that is being written
  std::vector<std::map<std::string, Variable>> scopes_;
  std::vector<Loop> loops_;
  int depth_ = 0;
};

}  // namespace

std::string compile(const Source& source) { return Parser(source).program(); }

}  // namespace toy
