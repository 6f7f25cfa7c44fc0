// tools/toy/lexer.h: a program's text, its tokens, and how a mistake in it is shown.
//
// A statement ends where its line ends, unless the line cannot be a whole statement: a newline becomes a token only
// after a name, a literal, a closing bracket, or one of the words that may end a statement (the rule is Go's).
#pragma once
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

struct Pos {
  int line = 1, column = 1;  // column: of bytes, from 1
};

struct Source {
  std::string name, text;

  // Prints "NAME:LINE:COLUMN: error: MESSAGE", the line and a caret below it; exits with 1. The compiler stops at the
  // first mistake, so that no part of it has to cope with half a program.
  [[noreturn]] void fail(Pos where, const std::string& message) const {
    size_t start = 0;
    for (int line = 1; line < where.line; line++) start = text.find('\n', start) + 1;
    std::string line = text.substr(start, text.find('\n', start) - start), caret;
    // The caret keeps its column whatever a tab's width; bytes that a terminal would act on are not shown.
    for (char& c : line)
      if (c >= 0 && c < ' ' && c != '\t') c = '?';
    for (size_t i = 1; i < static_cast<size_t>(where.column); i++) caret += line[i - 1] == '\t' ? '\t' : ' ';
    fprintf(stderr, "%s:%d:%d: error: %s\n%s\n%s^\n", name.c_str(), where.line, where.column, message.c_str(),
            line.c_str(), caret.c_str());
    exit(1);
  }
};

struct Token {
  enum Kind { end, newline, name, number, string, symbol } kind;  // symbol: a keyword or an operator
  std::string text;                                               // of a string: its value
  Pos pos;

  bool is(std::string_view spelling) const { return kind == symbol && text == spelling; }
};

constexpr std::string_view kKeywords =
    " fn var if else while for in return break continue go defer select case make chan int bool string true false ";
constexpr std::string_view kEndStatements = " return break continue int bool string true false ) ] } ";
// Longer ones first.
constexpr std::string_view kOperators[] = {"<-", "==", "!=", "<=", ">=", "&&", "||", "..", "+", "-", "*", "/",
                                           "%",  "<",  ">",  "=",  "!",  "(",  ")",  "[",  "]", "{", "}", ","};

inline bool among(std::string_view words, const std::string& word) {
  return words.find(" " + word + " ") != words.npos;
}
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

// The last token is `end`.
inline std::vector<Token> lex(const Source& source) {
  std::string_view text = source.text;
  std::vector<Token> tokens;
  size_t at = 0, line_start = 0;
  int line = 1;
  auto here = [&] { return Pos{line, static_cast<int>(at - line_start) + 1}; };
  auto add = [&](Token::Kind kind, std::string_view spelling, size_t length) {
    tokens.push_back({kind, std::string(spelling), here()});
    at += length;
  };
  auto end_line = [&] {
    if (tokens.empty() || tokens.back().kind == Token::newline) return;
    if (tokens.back().kind != Token::symbol || among(kEndStatements, tokens.back().text))
      add(Token::newline, "end of line", 0);
  };
  auto string = [&] {
    constexpr std::string_view kEscapes = "nt\"\\", kMeanings = "\n\t\"\\";
    std::string value;
    for (size_t i = at + 1; i < text.size() && static_cast<unsigned char>(text[i]) >= ' '; i++) {
      if (text[i] == '"') return add(Token::string, value, i + 1 - at);
      size_t escape = text[i] == '\\' && i + 1 < text.size() ? kEscapes.find(text[++i]) : kEscapes.size();
      if (escape == kEscapes.npos) source.fail(here(), "in strings toy knows \\n, \\t, \\\" and \\\\");
      value += escape < kEscapes.size() ? kMeanings[escape] : text[i];
    }
    source.fail(here(), "a string without its closing \"");
  };

  while (at < text.size()) {
    std::string_view rest = text.substr(at);
    char c = rest[0];
    if (c == '\n') {
      end_line();
      line_start = ++at;
      line++;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      at++;
    } else if (rest.starts_with("//")) {
      at = std::min(text.find('\n', at), text.size());
    } else if (is_letter(c) || is_digit(c)) {
      auto end = std::find_if_not(rest.begin(), rest.end(), [](char l) { return is_letter(l) || is_digit(l); });
      std::string word(rest.begin(), end);
      if (is_digit(c) && (word.size() > 18 || !std::all_of(word.begin(), word.end(), is_digit)))
        source.fail(here(), "numbers are of decimal digits, at most 18");
      add(is_digit(c) ? Token::number : among(kKeywords, word) ? Token::symbol : Token::name, word, word.size());
    } else if (c == '"') {
      string();
    } else {
      auto op = std::find_if(std::begin(kOperators), std::end(kOperators), [&](auto o) { return rest.starts_with(o); });
      if (op == std::end(kOperators)) source.fail(here(), "a character that toy does not know");
      add(Token::symbol, *op, op->size());
    }
  }
  end_line();
  add(Token::end, "end of file", 0);
  return tokens;
}
