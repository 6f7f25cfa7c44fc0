// tools/toy/lexer.h: a program's text, its tokens, and how a mistake in it is shown.
//
// A statement ends where its line ends, unless the line cannot be a whole statement: a newline becomes a token only
// after a name, a literal, a closing bracket, or one of the words that may end a statement (the rule is Go's).
#pragma once
#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/raw_ostream.h>

using llvm::StringRef, llvm::Twine;

struct Pos {
  unsigned line = 1, column = 1;  // column: of bytes, from 1
};

struct Source {
  std::string name;
  StringRef text;

  // Prints "NAME:LINE:COLUMN: error: MESSAGE", the line and a caret below it; exits with 1. The compiler stops at the
  // first mistake, so that no part of it has to cope with half a program.
  [[noreturn]] void fail(Pos where, const Twine& message) const {
    StringRef rest = text;
    for (unsigned line = 1; line < where.line; line++) rest = rest.split('\n').second;
    std::string line = rest.split('\n').first.str(), caret = line.substr(0, where.column - 1);
    // The caret keeps its column whatever a tab's width; bytes that a terminal would act on are not shown.
    std::replace_if(line.begin(), line.end(), [](char c) { return c >= 0 && c < ' ' && c != '\t'; }, '?');
    std::replace_if(caret.begin(), caret.end(), [](char c) { return c != '\t'; }, ' ');
    llvm::errs() << name << ":" << where.line << ":" << where.column << ": error: " << message << "\n"
                 << line << "\n"
                 << caret << "^\n";
    exit(1);
  }
};

struct Token {
  enum Kind { end, newline, name, number, string, symbol } kind;  // symbol: a keyword or an operator
  std::string text;                                               // of a string: its value
  Pos pos;

  bool is(StringRef spelling) const { return kind == symbol && text == spelling; }
};

constexpr StringRef kKeywords =
    " fn var if else while for in return break continue go defer select case make chan int bool string true false ";
constexpr StringRef kEndStatements = " return break continue int bool string true false ) ] } ";
// Longer ones first.
constexpr StringRef kOperators[] = {"<-", "==", "!=", "<=", ">=", "&&", "||", "..", "+", "-", "*", "/",
                                    "%",  "<",  ">",  "=",  "!",  "(",  ")",  "[",  "]", "{", "}", ","};

inline bool among(StringRef words, StringRef word) { return words.contains((" " + word + " ").str()); }

// The last token is `end`.
inline std::vector<Token> lex(const Source& source) {
  std::vector<Token> tokens;
  StringRef rest = source.text;
  Pos pos;
  auto skip = [&](size_t length) {
    rest = rest.drop_front(length);
    pos.column += length;
  };
  auto add = [&](Token::Kind kind, StringRef text, size_t length) {
    tokens.push_back({kind, text.str(), pos});
    skip(length);
  };
  auto end_line = [&] {
    if (tokens.empty() || tokens.back().kind == Token::newline) return;
    if (tokens.back().kind != Token::symbol || among(kEndStatements, tokens.back().text))
      add(Token::newline, "end of line", 0);
  };
  auto string = [&] {
    constexpr StringRef kEscapes = "nt\"\\", kMeanings = "\n\t\"\\";
    std::string value;
    for (size_t i = 1; i < rest.size() && static_cast<unsigned char>(rest[i]) >= ' '; i++) {
      if (rest[i] == '"') return add(Token::string, value, i + 1);
      bool escaped = rest[i] == '\\' && i + 1 < rest.size();
      size_t escape = escaped ? kEscapes.find(rest[++i]) : 0;
      if (escape == StringRef::npos) source.fail(pos, "in strings toy knows \\n, \\t, \\\" and \\\\");
      value += escaped ? kMeanings[escape] : rest[i];
    }
    source.fail(pos, "a string without its closing \"");
  };

  while (!rest.empty()) {
    StringRef word = rest.take_while([](char c) { return llvm::isAlnum(c) || c == '_'; });
    if (rest[0] == '\n') {
      end_line();
      pos = {pos.line + 1, 0};
      skip(1);
    } else if (rest[0] == ' ' || rest[0] == '\t' || rest[0] == '\r') {
      skip(1);
    } else if (rest.starts_with("//")) {
      skip(rest.split('\n').first.size());
    } else if (!word.empty()) {
      bool number = llvm::isDigit(word[0]);
      if (number && (word.size() > 18 || !llvm::all_of(word, llvm::isDigit)))
        source.fail(pos, "numbers are of decimal digits, at most 18");
      add(number ? Token::number : among(kKeywords, word) ? Token::symbol : Token::name, word, word.size());
    } else if (rest[0] == '"') {
      string();
    } else {
      auto* op = llvm::find_if(kOperators, [&](StringRef o) { return rest.starts_with(o); });
      if (op == std::end(kOperators)) source.fail(pos, "a character that toy does not know");
      add(Token::symbol, *op, op->size());
    }
  }
  end_line();
  add(Token::end, "end of file", 0);
  return tokens;
}
