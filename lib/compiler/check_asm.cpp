// lib/compiler/check_asm.cpp: inline asm that touches the stack pointer or the thread's segment.
//
// A reading of the text, not an assembler: lines are split into mnemonic and operands in either syntax. Moving the
// stack pointer by a constant, push and pop keep it on the goroutine's stack and are let through; loading it with
// something else is an error, since the stack check would compare it with the limit of another stack. What is not
// understood is let through: it is the programmer who wrote it.
#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringExtras.h>

#include "compiler/check.h"

namespace gort::compiler {
namespace {

using llvm::StringRef;

// LLVM writes "{att|intel}" alternatives as "$(att$|intel$)", and "$$" for "$".
std::string choose_alternative(StringRef text, bool intel) {
  std::string out;
  bool inside = false, second = false;
  for (size_t i = 0; i < text.size(); i++) {
    char c = text[i], next = i + 1 < text.size() ? text[i + 1] : 0;
    if (c == '$' && (next == '(' || next == '|' || next == ')')) {
      inside = next != ')', second = next == '|', i++;
      continue;
    }
    if (c == '$' && next == '$') i++;
    if (!inside || second == intel) out += c;
  }
  return out;
}

llvm::SmallVector<std::string, 3> split_operands(StringRef text) {
  llvm::SmallVector<std::string, 3> out;
  std::string current;
  int depth = 0;
  for (char c : text) {
    depth += (c == '(' || c == '[') - (c == ')' || c == ']');
    if (c == ',' && depth == 0) {
      out.push_back(StringRef(current).trim().lower());
      current.clear();
    } else {
      current += c;
    }
  }
  if (std::string last = StringRef(current).trim().lower(); !last.empty()) out.push_back(last);
  return out;
}

bool is_stack_pointer(StringRef operand) {
  operand.consume_front("%");
  return operand == "rsp" || operand == "esp" || operand == "sp" || operand == "spl";
}

bool is_segment(StringRef operand, StringRef segment) {
  operand.consume_front("%");
  return operand == segment;
}

bool is_constant(StringRef operand, bool intel) {
  if (!intel && !operand.consume_front("$")) return false;
  operand.consume_front("-");
  return !operand.empty() && llvm::isDigit(operand[0]);
}

// "-128(%rsp)" or "[rsp - 128]"
bool is_near_stack_pointer(StringRef operand, bool intel) {
  if (!intel) return operand.ends_with("(%rsp)");
  return operand.starts_with("[rsp") && operand.ends_with("]") && operand.find("*") == StringRef::npos;
}

class Line {
 public:
  Line(StringRef text, bool intel, const AsmSubject& subject, Report& report)
      : intel_(intel), text_(text), subject_(subject), report_(report) {
    while (true) {
      auto [word, rest] = text.split(' ');
      if (size_t tab = word.find('\t'); tab != StringRef::npos)
        rest = text.substr(tab + 1), word = word.take_front(tab);
      mnemonic_ = word.lower();
      text = rest.trim();
      bool prefix = mnemonic_ == "lock" || StringRef(mnemonic_).starts_with("rep") || mnemonic_ == "data16";
      if (!prefix || text.empty()) break;
    }
    operands_ = split_operands(text);
  }

  void check() {
    StringRef name = mnemonic_;
    if (name.empty() || name.starts_with(".") || name.starts_with("#")) return;
    stack_pointer(name);
    segment(name);
    if (name.starts_with("call")) warning("calls code that has no stack check on the goroutine's stack");
  }

 private:
  StringRef destination() const {
    if (operands_.empty()) return "";
    return intel_ ? operands_.front() : operands_.back();
  }
  StringRef source() const {
    if (operands_.size() < 2) return "";
    return intel_ ? operands_.back() : operands_.front();
  }

  void stack_pointer(StringRef name) {
    bool exchange = name.starts_with("xchg") || name.starts_with("xadd") || name.starts_with("cmpxchg");
    bool written = is_stack_pointer(destination()) || (exchange && is_stack_pointer(source()));
    if (!written) return;
    if (name.starts_with("cmp") && !exchange) return;
    if (name.starts_with("test") || name.starts_with("push") || name.starts_with("call") || name.starts_with("jmp"))
      return;
    if ((name.starts_with("add") || name.starts_with("sub") || name.starts_with("inc") || name.starts_with("dec")) &&
        (operands_.size() < 2 || is_constant(source(), intel_)))
      return;
    if (name.starts_with("lea") && is_near_stack_pointer(source(), intel_)) return;
    error("writes the stack pointer; the runtime would not find the goroutine's stack again");
  }

  void segment(StringRef name) {
    if (name.starts_with("wrfsbase") || (name.starts_with("mov") && is_segment(destination(), "fs")) ||
        name.starts_with("lfs"))
      return error("sets fs, where the C library and the runtime keep the thread's state");
    for (StringRef operand : operands_) {
      size_t at = operand.find("fs:");
      if (at == StringRef::npos || (at > 0 && llvm::isAlnum(operand[at - 1]))) continue;
      bool reads = name.starts_with("cmp") || name.starts_with("test") || name.starts_with("push") ||
                   (name.starts_with("mov") && operand != destination());
      StringRef offset = operand.substr(at + 3);
      if (offset == "0x70" || offset == "112" || offset == "[0x70]" || offset == "[112]")
        return error("uses the word where the runtime keeps the goroutine's stack limit");
      if (reads) return warning("reads the thread's memory through fs; a goroutine may move to another thread");
      return error("writes memory relative to fs, where the C library and the runtime keep the thread's state");
    }
  }

  std::string quoted(StringRef what) const { return subject_.subject + ": asm '" + text_.str() + "' " + what.str(); }
  void error(StringRef what) { report_.error(subject_.where, quoted(what)); }
  void warning(StringRef what) { report_.warning(subject_.where, quoted(what)); }

  bool intel_;
  StringRef text_;
  const AsmSubject& subject_;
  Report& report_;
  std::string mnemonic_;
  llvm::SmallVector<std::string, 3> operands_;
};

}  // namespace

void check_asm(StringRef text, const AsmSubject& subject, Report& report) {
  bool intel = subject.intel;
  std::string chosen = choose_alternative(text, intel);
  llvm::SmallVector<StringRef, 8> lines;
  llvm::SplitString(chosen, lines, "\n;");
  for (StringRef line : lines) {
    line = line.split('#').first.trim();
    if (line.starts_with(".intel_syntax")) intel = true;
    if (line.starts_with(".att_syntax")) intel = false;
    // Labels in front of an instruction.
    for (size_t colon; (colon = line.find(':')) != StringRef::npos;) {
      StringRef label = line.take_front(colon);
      bool is_label =
          !label.empty() && llvm::all_of(label, [](char c) { return llvm::isAlnum(c) || c == '_' || c == '.'; });
      if (!is_label) break;
      line = line.substr(colon + 1).trim();
    }
    Line(line, intel, subject, report).check();
  }
}

}  // namespace gort::compiler
