// tools/toy/source.h: a program's text, and how a mistake in it is shown.
#pragma once
#include <string>
#include <string_view>

namespace toy {

struct Pos {
  int line = 1, column = 1;  // column: of bytes, from 1
};

struct Source {
  std::string name, text;

  // Prints "NAME:LINE:COLUMN: error: MESSAGE", the line and a caret below it; exits with 1. The compiler stops at the
  // first mistake, so that no part of it has to cope with half a program.
  [[noreturn]] void fail(Pos, const std::string& message) const;
};

}  // namespace toy
