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

namespace toy {

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

class Lexer {
 public:
  explicit Lexer(const Source& source) : source_(source), text_(source.text) {}

  std::vector<Token> run() {
    while (at_ < text_.size()) next();
    end_line();
    add(Token::end, "end of file");
    return std::move(tokens_);
  }

 private:
  void next() {
    char c = text_[at_];
    std::string_view rest = text_.substr(at_);
    if (c == '\n') {
      end_line();
      line_start_ = ++at_;
      line_++;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      at_++;
    } else if (rest.starts_with("//")) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (is_letter(c) || is_digit(c)) {
      size_t n = 1;
      while (n < rest.size() && (is_letter(rest[n]) || is_digit(rest[n]))) n++;
      std::string word(rest.substr(0, n));
      if (is_digit(c) && (n > 18 || !std::all_of(word.begin(), word.end(), is_digit)))
        source_.fail(here(), "numbers are of decimal digits, at most 18");
      add(is_digit(c) ? Token::number : among(kKeywords, word) ? Token::symbol : Token::name, word);
      at_ += n;
    } else if (c == '"') {
      string();
    } else {
      auto op = std::find_if(std::begin(kOperators), std::end(kOperators), [&](auto o) { return rest.starts_with(o); });
      if (op == std::end(kOperators)) source_.fail(here(), "a character that toy does not know");
      add(Token::symbol, *op);
      at_ += op->size();
    }
  }

  void string() {
    constexpr std::string_view kEscapes = "nt\"\\", kMeanings = "\n\t\"\\";
    Pos start = here();
    std::string value;
    for (size_t i = at_ + 1; i < text_.size() && static_cast<unsigned char>(text_[i]) >= ' '; i++) {
      if (text_[i] == '"') {
        tokens_.push_back({Token::string, value, start});
        at_ = i + 1;
        return;
      }
      size_t escape = text_[i] == '\\' && i + 1 < text_.size() ? kEscapes.find(text_[++i]) : kEscapes.size();
      if (escape == kEscapes.npos) source_.fail(start, "in strings toy knows \\n, \\t, \\\" and \\\\");
      value += escape < kEscapes.size() ? kMeanings[escape] : text_[i];
    }
    source_.fail(start, "a string without its closing \"");
  }

  void end_line() {
    if (tokens_.empty()) return;
    const Token& last = tokens_.back();
    if (last.kind == Token::symbol ? among(kEndStatements, last.text) : last.kind != Token::newline)
      add(Token::newline, "end of line");
  }

  Pos here() const { return {line_, static_cast<int>(at_ - line_start_) + 1}; }
  void add(Token::Kind kind, std::string_view text) { tokens_.push_back({kind, std::string(text), here()}); }

  const Source& source_;
  std::string_view text_;
  size_t at_ = 0, line_start_ = 0;
  int line_ = 1;
  std::vector<Token> tokens_;
};

// The last one is `end`.
inline std::vector<Token> lex(const Source& source) { return Lexer(source).run(); }

}  // namespace toy
