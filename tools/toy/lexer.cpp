// tools/toy/lexer.cpp: see lexer.h.
#include "lexer.h"

#include <algorithm>

namespace toy {
namespace {

constexpr std::string_view kKeywords[] = {"fn",     "var",   "if",       "else", "while",  "for",    "in",
                                          "return", "break", "continue", "go",   "defer",  "select", "case",
                                          "make",   "chan",  "int",      "bool", "string", "true",   "false"};
constexpr std::string_view kEndStatements[] = {"return", "break",  "continue", "true", "false", "int",
                                               "bool",   "string", ")",        "]",    "}"};
// Longer ones first.
constexpr std::string_view kOperators[] = {"<-", "==", "!=", "<=", ">=", "&&", "||", "..", "+", "-", "*", "/", "%",
                                           "<",  ">",  "=",  "!",  "(",  ")",  "[",  "]",  "{", "}", ",", ":"};

template <size_t N>
bool among(const std::string_view (&words)[N], std::string_view word) {
  return std::find(words, words + N, word) != words + N;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

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
    std::string_view rest = std::string_view(text_).substr(at_);
    if (c == '\n') {
      end_line();
      at_++;
      line_++;
      line_start_ = at_;
    } else if (c == ' ' || c == '\t' || c == '\r') {
      at_++;
    } else if (rest.starts_with("//")) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (is_letter(c)) {
      size_t n = 1;
      while (n < rest.size() && (is_letter(rest[n]) || is_digit(rest[n]))) n++;
      add(among(kKeywords, rest.substr(0, n)) ? Token::symbol : Token::name, rest.substr(0, n));
      at_ += n;
    } else if (is_digit(c)) {
      number();
    } else if (c == '"') {
      string();
    } else {
      auto found =
          std::find_if(std::begin(kOperators), std::end(kOperators), [&](auto op) { return rest.starts_with(op); });
      if (found == std::end(kOperators)) source_.fail(here(), "a character that toy does not know");
      add(Token::symbol, *found);
      at_ += found->size();
    }
  }

  void number() {
    add(Token::number, "");
    int64_t value = 0;
    for (; at_ < text_.size() && is_digit(text_[at_]); at_++)
      if (__builtin_mul_overflow(value, 10, &value) || __builtin_add_overflow(value, text_[at_] - '0', &value))
        source_.fail(tokens_.back().pos, "a number of more than 63 bits");
    if (at_ < text_.size() && is_letter(text_[at_])) source_.fail(here(), "a letter in a number");
    tokens_.back().value = value;
  }

  void string() {
    add(Token::string, "");
    std::string value;
    for (at_++;; at_++) {
      if (at_ >= text_.size() || text_[at_] == '\n')
        source_.fail(tokens_.back().pos, "a string without its closing \"");
      if (text_[at_] == '"') break;
      if (text_[at_] != '\\') {
        value += text_[at_];
        continue;
      }
      constexpr std::string_view kEscapes = "nt\"\\", kMeanings = "\n\t\"\\";
      size_t which = at_ + 1 < text_.size() ? kEscapes.find(text_[at_ + 1]) : kEscapes.npos;
      if (which == kEscapes.npos) source_.fail(here(), "toy knows \\n, \\t, \\\" and \\\\");
      value += kMeanings[which];
      at_++;
    }
    at_++;
    tokens_.back().text = value;
  }

  void end_line() {
    if (tokens_.empty()) return;
    const Token& last = tokens_.back();
    if (last.kind == Token::name || last.kind == Token::number || last.kind == Token::string ||
        (last.kind == Token::symbol && among(kEndStatements, last.text)))
      add(Token::newline, "end of line");
  }

  Pos here() const { return {line_, static_cast<int>(at_ - line_start_) + 1}; }
  void add(Token::Kind kind, std::string_view text) { tokens_.push_back({kind, std::string(text), here()}); }

  const Source& source_;
  const std::string& text_;
  size_t at_ = 0, line_start_ = 0;
  int line_ = 1;
  std::vector<Token> tokens_;
};

}  // namespace

std::vector<Token> lex(const Source& source) { return Lexer(source).run(); }

}  // namespace toy
