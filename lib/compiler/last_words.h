// lib/compiler/last_words.h: what reaches the user's standard error while LLVM works: gort's messages, and those only.
//
// LLVM speaks there by itself: megabytes of a damaged module's debug information, "LLVM ERROR" before it aborts, the
// allocator's cries. While a LastWords lives, descriptor 2 leads nowhere and err() is the way to the user; when LLVM
// gives up, the process ends with a message of ours and exit code 1.
#pragma once
#include <llvm/Support/raw_ostream.h>

#include <string>

namespace gort::compiler {

class LastWords {
 public:
  // `file` is named in the last message. `listen` leaves LLVM its voice, for --time-passes.
  LastWords(const std::string& file, bool listen);
  ~LastWords();
  LastWords(const LastWords&) = delete;
  LastWords& operator=(const LastWords&) = delete;

  llvm::raw_ostream& err() { return err_; }

 private:
  int fd_;
  llvm::raw_fd_ostream err_;
};

}  // namespace gort::compiler
