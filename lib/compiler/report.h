// lib/compiler/report.h: where messages about the user's files go.
//
// A message names the file and, where known, the line and the symbol; says what was expected; and what to do. Checks
// report everything that they find, so a report collects counts while it prints: whoever asked looks at errors() at the
// end. `gort run` shows errors and warnings on stderr; `gort check` shows remarks (what makes a module slow) as well.
#pragma once
#include <llvm/ADT/Twine.h>
#include <llvm/Support/raw_ostream.h>

namespace llvm {
class SMDiagnostic;
}

namespace gort::compiler {

class Report {
 public:
  explicit Report(llvm::raw_ostream& out, bool remarks = false) : out_(out), remarks_(remarks) {}

  // `where` is a file, "FILE:LINE:COL", or empty.
  void error(const llvm::Twine& where, const llvm::Twine& text) { say(where, "error: ", text), errors_++; }
  void warning(const llvm::Twine& where, const llvm::Twine& text) { say(where, "warning: ", text), warnings_++; }
  void remark(const llvm::Twine& where, const llvm::Twine& text) {
    if (remarks_) say(where, "remark: ", text);
  }
  // A syntax error with the source line and a caret.
  void syntax(const llvm::SMDiagnostic&);

  unsigned errors() const { return errors_; }
  unsigned warnings() const { return warnings_; }
  bool wants_remarks() const { return remarks_; }

 private:
  void say(const llvm::Twine& where, const char* severity, const llvm::Twine& text);

  llvm::raw_ostream& out_;
  bool remarks_;
  unsigned errors_ = 0, warnings_ = 0;
};

}  // namespace gort::compiler
