#include "compiler/report.h"

#include <llvm/ADT/SmallString.h>
#include <llvm/Support/SourceMgr.h>

namespace gort::compiler {

void Report::say(const llvm::Twine& where, const char* severity, const llvm::Twine& text) {
  // One write a message: several processes may share the terminal.
  llvm::SmallString<256> line;
  llvm::raw_svector_ostream out(line);
  out << "gort: ";
  llvm::SmallString<128> place;
  if (llvm::StringRef p = where.toStringRef(place); !p.empty()) out << p << ": ";
  out << severity << text << '\n';
  out_ << line;
  out_.flush();
}

void Report::syntax(const llvm::SMDiagnostic& diagnostic) {
  if (diagnostic.getKind() == llvm::SourceMgr::DK_Error) errors_++;
  if (diagnostic.getKind() == llvm::SourceMgr::DK_Warning) warnings_++;
  diagnostic.print("gort", out_, out_.has_colors());
  out_.flush();
}

}  // namespace gort::compiler
