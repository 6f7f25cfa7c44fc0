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
#include <llvm/Support/SaveAndRestore.h>

#include "codegen.h"

class Parser {
 public:
  explicit Parser(const Source& source) : module_(source), tokens_(lex(source)) {}

  llvm::Module& program() {
    for (bool bodies : {false, true}) {
      for (at_ = 0; now().kind != Token::end;) {
        if (accept_newline()) continue;
        expect("fn");
        Token name = take_name();
        if (bodies) {
          function("main." + name.text, name.pos);
          continue;
        }
        std::vector<Token> params;
        const Type* type = signature(&params);
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
  bool is(StringRef symbol) const { return now().is(symbol); }
  Token take() { return tokens_[now().kind == Token::end ? at_ : at_++]; }
  bool accept(StringRef symbol) { return is(symbol) && (take(), true); }
  bool accept_newline() { return now().kind == Token::newline && (take(), true); }
  Pos expect(StringRef symbol) {
    if (!is(symbol)) unexpected("'" + symbol + "'");
    return take().pos;
  }
  Token take_name() {
    if (now().kind != Token::name) unexpected("a name");
    return take();
  }

  [[noreturn]] void fail(Pos pos, const Twine& message) { module_.source.fail(pos, message); }
  [[noreturn]] void unexpected(const Twine& wanted) {
    const char* quote = now().kind == Token::end || now().kind == Token::newline ? "" : "'";
    fail(now().pos, "expected " + wanted + ", found " + quote + now().text + quote);
  }

  // Held while a construct is read that may hold others: each costs the compiler a few frames of its own stack.
  llvm::SaveAndRestore<int> nested() {
    if (depth_ == 200) fail(now().pos, "nested too deeply");
    return {depth_, depth_ + 1};
  }

  void listed(StringRef close, llvm::function_ref<void()> item) {
    while (!is(close)) {
      item();
      if (!accept(",")) break;
    }
    expect(close);
  }

  // --- types and functions
  const Type* type() {
    auto deeper = nested();
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

  // What follows "fn" and the name; the value is a closure's funcval.
  Value function(const std::string& name, Pos pos) {
    std::vector<Token> params;
    const Type* type = signature(&params);
    Function f(module_, f_, name, pos, type);
    Function* outer = std::exchange(f_, &f);
    scopes_.emplace_back();
    for (auto [i, param] : llvm::enumerate(params)) declare(param, {type->params[i], f.code->getArg(i + 1)});
    f.finish(block());
    scopes_.pop_back();
    f_ = outer;
    return {type, outer ? outer->closure(f) : nullptr, pos};
  }

  // A new variable of the innermost scope.
  void declare(const Token& name, const Value& v) {
    if (!scopes_.back().try_emplace(name.text, f_->variable(name.text, v)).second)
      fail(name.pos, "there is another " + name.text + " in this block");
  }

  // --- statements

  // Around the block's own variables stands the one that its loop or case declares, if it does.
  Pos block(const Token& name = {}, const Value& v = {}) {
    auto deeper = nested();
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
    auto deeper = nested();
    Pos pos = now().pos;
    if (accept("if")) {
      auto otherwise = [&] {
        if (accept("else")) is("if") ? statement() : (void)block();
      };
      return f_->if_(expr(kBool).ir, [&] { block(); }, otherwise);
    }
    if (accept("while")) return loop({}, [&](Value&) { return expr(kBool).ir; });
    if (accept("for")) return for_();
    if (accept("select")) return select_(pos);
    if (is("go") || is("defer")) return (void)call(take().text);
    if (accept("return")) {
      bool empty = now().kind == Token::newline || is("}");
      if (empty != (f_->type->result == kNothing))
        fail(pos, empty ? "a value is missing" : "this function returns nothing");
      return f_->ret(empty ? Value{} : expr(f_->type->result));
    }
    if (is("break") || is("continue")) {
      if (f_->loops.empty()) fail(pos, "outside of a loop");
      return f_->leave(take().is("break") ? f_->loops.back().end : f_->loops.back().next);
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
      f_->want_chan(v);
      Value sent = expr(v.type->elem);
      f_->at(pos);
      f_->runtime(kVoid, "runtime_chansend1", {v.ir, f_->place(sent)});
    } else if (!effect && !tokens_[at_ - 1].is(")")) {
      fail(v.pos, "this value is not used");
    }
  }

  // Before each turn `more` says whether it is taken, and sets the variable of a `for`, which is a new one each time.
  void loop(const Token& name, llvm::function_ref<llvm::Value*(Value&)> more) {
    Loop l{f_->block("next"), f_->block("end")};
    auto* inside = f_->block("inside");
    f_->jump(l.next, l.next);
    Value v;
    f_->CreateCondBr(more(v), inside, l.end);
    f_->begin(inside);
    f_->loops.push_back(l);
    block(name, v);
    f_->loops.pop_back();
    f_->jump(l.next, l.end);
  }

  void for_() {
    Token name = take_name();
    expect("in");
    Value from = expr();
    bool slice = is_slice(from.type);
    f_->want(from, slice || is_chan(from.type) || from.type == kInt, "a slice, a channel or a range of ints");
    if (is_chan(from.type)) {
      return loop(name, [&](Value& v) {
        llvm::Value* more;
        v = f_->receive(from, &more);
        return more;
      });
    }
    // Numbers, those of a range or of a slice's elements, are counted from one before the first.
    if (!slice) expect("..");
    llvm::Value *to = slice ? f_->length(from) : expr(kInt).ir, *one = f_->getInt64(1);
    auto* counter = f_->place({kInt, f_->CreateSub(slice ? f_->getInt64(0) : from.ir, one)});
    loop(name, [&](Value& v) {
      auto* i = f_->CreateAdd(f_->CreateLoad(kWord, counter), one);
      f_->CreateStore(i, counter);
      v = slice ? f_->element(from, i) : Value{kInt, i};
      return f_->CreateICmpSLT(i, to);
    });
  }

  // All that the cases need is evaluated first: after a case's block the builder goes back to where that was.
  void select_(Pos pos) {
    struct Case {
      bool sends;
      llvm::Value *chan, *elem;  // elem: where the value is, or goes
      BasicBlock* inside;
    };
    std::vector<Case> cases;
    BasicBlock *other = nullptr, *none = f_->block("none"), *end = f_->block("end");
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
        bool named = now().kind == Token::name && tokens_[at_ + 1].is("=");
        if (named) name = take(), take();
        if (named && !is("<-")) unexpected("'<-'");
        bool sends = !accept("<-");
        Value chan = expr();
        f_->want_chan(chan);
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
    // The runtime wants an array of { channel, place of the value }, those that send first, and room for their order.
    auto* records = f_->slot(llvm::ArrayType::get(kAddress, 2 * cases.size()));
    auto* order = f_->slot(llvm::ArrayType::get(f_->getInt32Ty(), cases.size()));
    auto sends = llvm::partition(cases, [](auto& c) { return c.sends; }) - cases.begin();
    auto* answer = f_->runtime(
        StructType::get(kWord, kBit), "runtime_selectgo",
        {records, order, kNull, f_->getInt64(sends), f_->getInt64(cases.size() - sends), f_->getInt1(!other)});
    auto* chosen = f_->CreateSwitch(f_->CreateExtractValue(answer, 0), other ? other : none);
    f_->SetInsertPoint(answer);
    for (auto [i, c] : llvm::enumerate(cases)) {
      f_->CreateStore(c.chan, f_->CreateConstGEP1_64(kAddress, records, 2 * i));
      f_->CreateStore(c.elem, f_->CreateConstGEP1_64(kAddress, records, 2 * i + 1));
      chosen->addCase(f_->getInt64(i), c.inside);
    }
    f_->begin(none);
    f_->CreateUnreachable();
    f_->begin(end);
  }

  // --- expressions
  Value expr(const Type* wanted = nullptr) {
    auto deeper = nested();
    Value v = binary(0);
    if (v.type == kNothing) fail(v.pos, "this call returns nothing");
    if (wanted) f_->want(v, wanted);
    return v;
  }

  // Operands with the operators of this level, or of one that binds more tightly.
  Value binary(unsigned level) {
    if (level == std::size(kLevels)) return prefix();
    Value left = binary(level + 1);
    while (now().kind == Token::symbol && among(kLevels[level], now().text)) {
      Token op = take();
      if (op.is("||") || op.is("&&")) {
        f_->want(left, kBool);
        auto* result = f_->place(left);
        f_->if_(op.is("&&") ? left.ir : f_->CreateNot(left.ir), [&] {
          Value right = binary(level + 1);
          f_->want(right, kBool);
          f_->CreateStore(right.ir, result);
        });
        left = f_->load(kBool, result);
      } else {
        Value right = binary(level + 1);
        f_->at(op.pos);
        left = f_->operate(op, left, right);
      }
      left.pos = op.pos;
    }
    return left;
  }

  Value prefix() {
    auto deeper = nested();
    if (!is("-") && !is("!") && !is("<-")) return call();
    Token op = take();
    Value v = prefix();
    f_->at(op.pos);
    if (!op.is("<-")) f_->want(v, op.is("-") ? kInt : kBool);
    auto* ir = op.is("<-") ? f_->receive(v).ir : op.is("-") ? f_->CreateNeg(v.ir) : f_->CreateNot(v.ir);
    return {op.is("<-") ? v.type->elem : v.type, ir, op.pos};
  }

  // With `later`, "go" or "defer", the last call is made later.
  Value call(StringRef later = "") {
    Value v = primary();
    Pos pos = v.pos;
    while (is("(") || is("[")) {
      Token open = take();
      std::vector<Value> args;
      listed(open.is("(") ? ")" : "]", [&] { args.push_back(expr()); });
      f_->at(open.pos);
      bool last = open.is("(") && !is("(") && !is("[");
      if (last && !later.empty()) return f_->postpone(later == "defer", v, args, open.pos), v;
      v = open.is("[") ? loaded(f_->index(v, args)) : f_->call(v, args);
      v.pos = pos;
    }
    if (!later.empty()) fail(v.pos, "a call was expected");
    return v;
  }

  Value primary() {
    Token token = take();
    Pos pos = token.pos;
    if (token.kind == Token::number) return {kInt, f_->getInt64(std::stoull(token.text)), pos};
    if (token.kind == Token::string) return {kString, f_->text(token.text), pos};
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
      Value list{slice_of(elems[0].type), f_->make(slice_of(elems[0].type), f_->getInt64(elems.size())), pos};
      for (auto [i, elem] : llvm::enumerate(elems))
        f_->CreateStore(elem.ir, f_->element(list, f_->getInt64(i)).address);
      return list;
    }
    if (token.is("make")) {
      expect("(");
      Value made{type(), nullptr, pos};
      f_->want(made, made.type->elem, "the type of a slice or a channel");
      if (is_slice(made.type) && !is(",")) unexpected("a length");
      auto* size = accept(",") ? expr(kInt).ir : f_->getInt64(0);
      expect(")");
      f_->at(pos);
      return {made.type, f_->make(made.type, size), pos};
    }
    if (token.is("fn")) return function(f_->name + ".func" + std::to_string(++f_->inner), pos);
    at_ -= token.kind != Token::end;
    unexpected("an expression");
  }

  // What is about to be assigned to is not loaded.
  Value loaded(Value v) {
    if (v.address && !is("=")) v.ir = f_->CreateLoad(v.type->ir, v.address);
    return v;
  }

  Value named(const Token& name) {
    for (auto& scope : llvm::reverse(scopes_))
      if (auto v = scope.find(name.text); v != scope.end())
        return loaded({v->second->type, nullptr, name.pos, f_->address(v->second)});
    if (name.text == "main") fail(name.pos, "only the runtime calls main");
    if (auto found = functions_.find(name.text); found != functions_.end()) {
      auto* code = module_.function("main." + name.text, found->second);
      auto* funcval = module_.constant("main." + name.text + ".fv", ConstantStruct::getAnon({code}));
      return {found->second, funcval, name.pos, nullptr, code};
    }
    if (!is("(") || !among(kOwnFunctions, name.text)) fail(name.pos, "toy knows no " + name.text);
    return {kNothing, nullptr, name.pos, nullptr, nullptr, tokens_[at_ - 1].text};
  }

  Module module_;
  std::vector<Token> tokens_;
  size_t at_ = 0;
  std::map<std::string, const Type*> functions_;
  Function* f_ = nullptr;  // the one that is being written
  std::vector<std::map<std::string, Variable*>> scopes_;
  int depth_ = 0;
};
