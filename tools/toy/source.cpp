// tools/toy/source.cpp: see source.h.
#include "source.h"

#include <cstdio>
#include <cstdlib>

namespace toy {

void Source::fail(Pos where, const std::string& message) const {
  size_t start = 0;
  for (int line = 1; line < where.line; line++) start = text.find('\n', start) + 1;
  std::string line = text.substr(start, text.find('\n', start) - start), caret;
  // The caret keeps to its column whatever a tab's width; bytes that a terminal would act on are not shown.
  for (char& c : line)
    if (static_cast<unsigned char>(c) < ' ' && c != '\t') c = '?';
  for (size_t i = 1; i < static_cast<size_t>(where.column); i++) caret += line[i - 1] == '\t' ? '\t' : ' ';
  fprintf(stderr, "%s:%d:%d: error: %s\n%s\n%s^\n", name.c_str(), where.line, where.column, message.c_str(),
          line.c_str(), caret.c_str());
  exit(1);
}

}  // namespace toy
