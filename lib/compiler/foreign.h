// lib/compiler/foreign.h: what is known, at compile time, of the world outside the program.
//
// The link needs three answers for a name that no module defines: does it exist (all missing ones are reported
// together, before anything runs), is it a function or an object (functions are reached through stubs, objects by
// address), and which library must be opened for it. The C library and its companions are asked with dlsym. The user's
// libraries are not opened here, their constructors must run once and in the program's process: their symbol tables are
// read.
#pragma once
#include <llvm/ADT/StringMap.h>
#include <llvm/ADT/StringRef.h>
#include <llvm/ADT/StringSet.h>
#include <llvm/Support/Error.h>

#include <string>
#include <vector>

namespace gort::compiler {

class Foreign {
 public:
  enum class Kind { missing, function, object };

  // Finds the user's libraries (-l); an error names the first that is not there.
  llvm::Error open(const std::vector<std::string>& libraries);
  // Opens a library of the system that the program is known to need; quietly not, when there is none.
  void open_companion(const std::string& file);

  // Opens libstdc++, libgcc_s, libm or libatomic when the name looks like one of theirs and is in no other library.
  Kind find(llvm::StringRef name);

  // True when a library that a user's library needs could not be read: a missing name may yet be there.
  bool incomplete() const { return incomplete_; }

  // What the program's process is to open, in order: the system's that are known to be needed, the user's, and those of
  // the system that names were found in.
  const std::vector<std::string>& libraries() const { return libraries_; }
  size_t first_user_library() const { return first_user_library_; }

  // True when a user's library leaves this name to others.
  bool is_wanted(llvm::StringRef name) const { return wanted_.contains(name); }

  // The known name most like `name`; empty when none is near. `more` are names the caller knows.
  std::string nearest(llvm::StringRef name, const llvm::StringSet<>& more);

 private:
  bool read_symbols(const std::string& file, const std::string& shown);
  Kind find_in_process(llvm::StringRef name);

  std::vector<std::string> libraries_;
  llvm::StringMap<Kind> symbols_;  // of the user's libraries and what they need
  llvm::StringSet<> wanted_;       // undefined in them
  llvm::StringSet<> read_;         // files whose symbols were read
  llvm::StringSet<> opened_;       // companions opened on demand
  size_t first_user_library_ = 0;
  bool incomplete_ = false;
};

}  // namespace gort::compiler
