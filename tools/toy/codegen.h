// tools/toy/codegen.h: what each construct of toy becomes.
//
// These append to the function that is being written; their operands have been checked. What cannot be said in a few
// instructions is a call of the runtime (docs/abi.md).
#pragma once
#include "ir.h"

namespace toy {

// A call before it is made: `go` and `defer` make it later. A callee of type nothing is a function of the language.
struct Call {
  Value callee;
  std::vector<Value> args;
  Pos pos;
};
Value make_call(Function&, const Call&);
Value closure(Function&, Function& code);  // the funcval of a finished function, with what it captured
void go(Function&, const Call&);
void defer(Function&, const Call&);

Value arithmetic(Function&, const std::string& op, const Value& l, const Value& r);
Value compare(Function&, const std::string& op, const Value& l, const Value& r);
Value text(Function&, const std::string&);
Value list(Function&, const std::vector<Value>&);
Value make(Function&, const Type*, const Value& size);
Value index(Function&, const Value& of, const Value& i);       // checks i; of a slice: the address
Value element(Function&, const Value& slice, const Value& i);  // the address

void send(Function&, const Value& chan, const Value&);
Value receive(Function&, const Value& chan, Value* ok = nullptr);

struct Case {
  bool send;
  Value chan, elem;  // elem: where the value is, or goes
  std::string body;  // the label
};
void select(Function&, const std::vector<Case>&, const std::string& other);  // other: the label of `else`, or empty

}  // namespace toy
