// tools/toy/lexer.h: from text to tokens.
//
// A statement ends where its line ends, unless the line cannot be a whole statement: a newline becomes a token only
// after a name, a literal, a closing bracket, or one of the words that may end a statement (the rule is Go's).
#pragma once
#include <cstdint>
#include <vector>

#include "source.h"

namespace toy {

struct Token {
  enum Kind { end, newline, name, number, string, symbol } kind;  // symbol: a keyword or an operator
  std::string text;                                               // of a string: its value
  Pos pos;
  int64_t value = 0;  // of a number

  bool is(std::string_view spelling) const { return kind == symbol && text == spelling; }
};

// The last token is `end`.
std::vector<Token> lex(const Source&);

}  // namespace toy
