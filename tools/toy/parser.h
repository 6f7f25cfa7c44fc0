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

namespace toy {

constexpr int kDeepest = 200;  // nested constructs: each costs the compiler a few frames of its own stack
constexpr std::string_view kOwnFunctions = " append close len panic print recover sleep ";
constexpr std::string_view kLevels[] = {" || ", " && ", " == != < <= > >= ", " + - ", " * / % "};  // loosest first

inline bool is_chan(const Type* t) { return t->kind == Type::chan; }
inline bool is_slice(const Type* t) { return t->kind == Type::slice; }
inline bool is_printable(const Type* t) { return t == kInt || t == kBool || t == kString; }

// An expression, and where it stands. `go` and `defer` have a call kept back, to make it later.
struct Expr : Value {
  Pos pos;
  Call kept = {};
};

class Parser {
 public:
  explicit Parser(const Source& source) : source_(source), tokens_(lex(source)), module_(source.name) {}

  std::string program() {
    for (bool bodies : {false, true}) {
      for (at_ = 0; now().kind != Token::end;) {
        if (accept_newline()) continue;
        expect("fn");
        Token name = take_name();
        std::vector<Token> params;
        const Type* type = signature(params);
        if (bodies) {
          function(nullptr, "main." + name.text, name.pos, type, params);
        } else {
          if (!functions_.emplace(name.text, type).second) fail(name.pos, "there is another function " + name.text);
          at_ = block_end().first;
        }
      }
      if (!functions_.contains("main")) fail({}, "there is no fn main()");
      if (functions_["main"] != function_of({}, kNothing)) fail({}, "main takes nothing and returns nothing");
    }
    return module_.text();
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
  void want(const Expr& e, bool good, const std::string& what) {
    if (!good) fail(e.pos, what + " was expected, this is " + e.type->name);
  }
  void want(const Expr& e, const Type* type) { want(e, e.type == type, type->name); }

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
    std::vector<const Type*> params;
    expect("(");
    listed(")", [&] { params.push_back(type()); });
    return function_of(std::move(params), result());
  }

  const Type* result() {
    return now().kind == Token::symbol && among(" int bool string [ chan fn ", now().text) ? type() : kNothing;
  }

  const Type* signature(std::vector<Token>& names) {
    std::vector<const Type*> params;
    expect("(");
    listed(")", [&] {
      names.push_back(take_name());
      params.push_back(type());
    });
    return function_of(std::move(params), result());
  }

  // Where the block that begins here has its end, and whether a `defer` stands in it.
  std::pair<size_t, bool> block_end() {
    if (!is("{")) unexpected("'{'");
    bool defers = false;
    size_t i = at_;
    int open = 0;
    do {
      if (tokens_[i].kind == Token::end) fail(tokens_[i].pos, "expected '}', found end of file");
      open += tokens_[i].is("{") - tokens_[i].is("}");
      defers |= tokens_[i].is("defer");
    } while (i++, open);
    return {i, defers};
  }

  // The block of a function; of a closure, its funcval.
  Value function(Function* outer, const std::string& name, Pos pos, const Type* type,
                 const std::vector<Token>& params) {
    Function f(module_, outer, name, pos, type, block_end().second);
    std::vector<Loop> loops = std::exchange(loops_, {});
    f_ = &f;
    scopes_.emplace_back();
    for (size_t i = 0; i < params.size(); i++) declare(params[i], {type->params[i], "%p" + std::to_string(i + 1)});
    f.finish(block());
    scopes_.pop_back();
    f_ = outer;
    loops_ = std::move(loops);
    return outer ? closure(*outer, f) : Value{};
  }

  // A new variable of the innermost scope.
  void declare(const Token& name, const Value& v) {
    auto [at, fresh] = scopes_.back().try_emplace(name.text, f_->variable(v.type));
    if (!fresh) fail(name.pos, "there is another " + name.text + " in this block");
    f_->store(v, at->second.address);
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
    if (accept("select")) return select_(pos);
    if (accept("go")) return go(*f_, kept_call());
    if (accept("defer")) return defer(*f_, kept_call());
    if (accept("return")) {
      bool empty = now().kind == Token::newline || is("}");
      if (empty != (f_->type->result == kNothing))
        fail(pos, empty ? "a value is missing" : "this function returns nothing");
      return f_->ret(empty ? Value{} : expr(f_->type->result));
    }
    if (is("break") || is("continue")) {
      if (loops_.empty()) fail(pos, "outside of a loop");
      return f_->jump(take().is("break") ? loops_.back().end : loops_.back().next);
    }
    if (accept("var")) {
      Token name = take_name();
      return declare(name, accept("=") ? expr() : Value{type(), "zeroinitializer"});
    }
    bool effect = is("<-");
    Expr e = binary(0);
    pos = now().pos;
    if (accept("=")) {
      if (e.address.empty()) fail(e.pos, "only variables and elements of slices can be assigned to");
      f_->store(expr(e.type), pointer(e.address));
    } else if (accept("<-")) {
      want(e, is_chan(e.type), "a channel");
      Expr v = expr(e.type->elem);
      f_->at(pos);
      send(*f_, e, v);
    } else if (!effect && !tokens_[at_ - 1].is(")")) {
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

  struct Loop {
    std::string next = {}, inside = {}, end = {};  // `next` is where `continue` goes: what is done before each turn
  };
  Loop begin_loop() {
    Loop l{f_->label(), f_->label(), f_->label()};
    f_->jump(l.next);
    f_->begin(l.next);
    return l;
  }

  // The block of a loop, with the variable of a `for`, which is a new one each time.
  template <typename F>
  void loop(const Loop& l, const Value& more, F declare_variable) {
    f_->branch(more, l.inside, l.end);
    f_->begin(l.inside);
    loops_.push_back(l);
    scopes_.emplace_back();
    declare_variable();
    block();
    scopes_.pop_back();
    loops_.pop_back();
    f_->jump(l.next);
    f_->begin(l.end);
  }

  void while_() {
    Loop l = begin_loop();
    loop(l, expr(kBool), [] {});
  }

  void for_() {
    Token name = take_name();
    expect("in");
    Expr from = expr();
    bool chan = is_chan(from.type), slice = is_slice(from.type);
    want(from, chan || slice || from.type == kInt, "a slice, a channel or a range of ints");
    // Numbers, those of a range or of a slice's elements, are counted from one before the first.
    Value counter, to, more, v;
    if (!chan) {
      if (!slice) expect("..");
      to = slice ? make_call(*f_, {{kNothing, {}, {}, "len"}, {from}, from.pos}) : expr(kInt);
      counter = f_->slot("i64");
      f_->store(arithmetic(*f_, "-", slice ? number(0) : from, number(1)), counter);
    }
    Loop l = begin_loop();
    if (chan) {
      v = receive(*f_, from, &more);
    } else {
      v = arithmetic(*f_, "+", f_->load(kInt, counter), number(1));
      f_->store(v, counter);
      more = compare(*f_, "<", v, to);
    }
    loop(l, more, [&] { declare(name, slice ? loaded(element(*f_, from, v)) : v); });
  }

  // Everything that the cases need is evaluated first, in one chain of blocks, which the cases' own blocks hang from.
  void select_(Pos pos) {
    std::vector<Case> cases;
    std::string other, end = f_->label();
    expect("{");
    while (!accept("}")) {
      if (accept_newline()) continue;
      std::string next = f_->label(), inside = f_->label();
      Token name = {};
      if (is("else")) {
        if (!std::exchange(other, inside).empty()) fail(now().pos, "another else in this select");
        take();
      } else {
        expect("case");
        if (now().kind == Token::name && tokens_[at_ + 1].is("=")) {
          name = take();
          take();
          if (!is("<-")) unexpected("'<-'");
        }
        bool receives = accept("<-");
        Expr chan = expr();
        want(chan, is_chan(chan.type), "a channel");
        cases.push_back({!receives, chan, f_->slot(chan.type->elem->ir), inside});
        if (!receives) {
          expect("<-");
          f_->store(expr(chan.type->elem), cases.back().elem);
        }
      }
      f_->reach(inside);
      f_->jump(next);
      f_->begin(inside);
      scopes_.emplace_back();
      if (!name.text.empty()) declare(name, f_->load(cases.back().chan.type->elem, cases.back().elem));
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

  int level() const {
    for (int l = 0; l < 5; l++)
      if (now().kind == Token::symbol && among(kLevels[l], now().text)) return l;
    return -1;
  }

  // Operators that bind at least as tightly as `lowest`.
  Expr binary(int lowest) {
    Nested nested(*this);
    Expr left = prefix();
    for (int l; (l = level()) >= lowest;) left = l < 2 ? logic(left, take(), l) : operation(left, take(), l);
    return left;
  }

  Expr logic(const Expr& left, const Token& op, int l) {
    want(left, kBool);
    std::string more = f_->label(), end = f_->label();
    Value result = f_->slot("i1");
    f_->store(left, result);
    f_->branch(left, op.is("&&") ? more : end, op.is("&&") ? end : more);
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
    bool equality = op.is("==") || op.is("!="), compares = l == 2;
    bool known = t == kInt || (t == kString && (compares || op.is("+"))) || (equality && (t == kBool || is_chan(t)));
    if (!known) fail(op.pos, t->name + " has no operator " + op.text);
    want(right, t);
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
      want(e, is_chan(e.type), "a channel");
      return {receive(*f_, e), op.pos};
    }
    want(e, op.is("-") ? kInt : kBool);
    return {op.is("-") ? arithmetic(*f_, "-", number(0), e) : f_->value(kBool, "xor i1 true, ", e), op.pos};
  }

  Expr call(bool keep) {
    Expr e = primary();
    while (is("(") || is("[")) {
      Token open = take();
      std::vector<Expr> args;
      listed(open.is("(") ? ")" : "]", [&] { args.push_back(expr()); });
      if (open.is("[")) {
        want(e, is_slice(e.type) || e.type == kString, "a slice or a string");
        check_arguments(e, args, {kInt});
        f_->at(open.pos);
        e = {loaded(index(*f_, e, args[0])), e.pos};
        continue;
      }
      if (e.type == kNothing && !e.code.empty()) {
        check_own_function(e, args);
      } else {
        want(e, e.type->kind == Type::function, "a function");
        check_arguments(e, args, e.type->params);
      }
      f_->at(open.pos);
      Call c{e, {args.begin(), args.end()}, open.pos};
      if (keep && !is("(") && !is("[")) return {{}, e.pos, c};
      e = {make_call(*f_, c), e.pos};
    }
    return e;
  }

  void check_arguments(const Expr& e, const std::vector<Expr>& args, const std::vector<const Type*>& types) {
    if (args.size() != types.size())
      fail(e.pos, std::to_string(types.size()) + " arguments were expected, there are " + std::to_string(args.size()));
    for (size_t i = 0; i < args.size(); i++) want(args[i], types[i]);
  }

  void check_own_function(const Expr& e, const std::vector<Expr>& args) {
    const std::string& name = e.code;
    const Type* t = args.empty() ? kNothing : args[0].type;
    if (name == "print" || name == "panic")
      for (auto& a : args) want(a, is_printable(a.type), "an int, a bool or a string");
    if (args.empty() && name != "print" && name != "recover") fail(e.pos, "an argument is missing");
    if (name == "append") want(args[0], is_slice(t), "a slice");
    if (name == "close") want(args[0], is_chan(t), "a channel");
    if (name == "len") want(args[0], t->elem || t == kString, "something that has a length");
    if (name == "append") check_arguments(e, args, {t, t->elem});
    if (name == "sleep") check_arguments(e, args, {kInt});
    if (name == "recover") check_arguments(e, args, {});
    if (name == "close" || name == "len" || name == "panic") check_arguments(e, args, {t});
  }

  Expr primary() {
    Token token = take();
    Pos pos = token.pos;
    if (token.kind == Token::number) return {{kInt, token.text}, pos};
    if (token.kind == Token::string) return {text(*f_, token.text), pos};
    if (token.kind == Token::name) return {named(token), pos};
    if (token.is("true") || token.is("false")) return {{kBool, token.text}, pos};
    if (token.is("(")) {
      Expr e = expr();
      expect(")");
      return {{e.type, e.ir}, pos};
    }
    if (token.is("[")) {
      std::vector<Expr> elems;
      listed("]", [&] { elems.push_back(elems.empty() ? expr() : expr(elems[0].type)); });
      if (elems.empty()) fail(pos, "an empty list has no type; write make([]int, 0)");
      f_->at(pos);
      return {list(*f_, {elems.begin(), elems.end()}), pos};
    }
    if (token.is("make")) {
      expect("(");
      Expr made{{type()}, pos};
      want(made, made.type->elem, "the type of a slice or a channel");
      if (is_slice(made.type) && !is(",")) unexpected("a length");
      Value size = accept(",") ? expr(kInt) : number(0);
      expect(")");
      f_->at(pos);
      return {make(*f_, made.type, size), pos};
    }
    if (token.is("fn")) {
      std::vector<Token> params;
      const Type* type = signature(params);
      return {function(f_, f_->name + ".func" + std::to_string(++f_->inner), pos, type, params), pos};
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
    for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope)
      if (auto v = scope->find(name.text); v != scope->end())
        return loaded({v->second.type, {}, f_->address(v->second).ir});
    if (name.text == "main") fail(name.pos, "only the runtime calls main");
    if (auto found = functions_.find(name.text); found != functions_.end()) {
      std::string code = symbol("main." + name.text);
      return {
          found->second, module_.constant("main." + name.text + ".fv", "{ ptr } { ptr " + code + " }").ir, {}, code};
    }
    if (!is("(") || !among(kOwnFunctions, name.text)) fail(name.pos, "toy knows no " + name.text);
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

inline std::string compile(const Source& source) { return Parser(source).program(); }

}  // namespace toy
