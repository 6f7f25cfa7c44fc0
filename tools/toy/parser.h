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
#include "source.h"

namespace toy {

std::string compile(const Source&);

}  // namespace toy
