// See last_words.h.
#include "compiler/last_words.h"

#include <fcntl.h>
#include <llvm/Support/ErrorHandling.h>
#include <unistd.h>

#include <cstring>

#include "compiler/report.h"

namespace gort::compiler {
namespace {

// For the handlers, which are called with nothing at hand.
int user = STDERR_FILENO;
const char* input = "?";

// This process is the compiler's own: it ends with a message instead of a core.
[[noreturn]] void on_fatal_error(void*, const char* reason, bool) {
  llvm::raw_fd_ostream out(user, /*shouldClose=*/false, /*unbuffered=*/true);
  Report(out).error(input, llvm::Twine("LLVM gave up: ") + reason);
  _exit(1);
}

[[noreturn]] void on_bad_alloc(void*, const char*, bool) {
  // No memory: no strings either.
  for (const char* part :
       {"gort: ", input, ": error: out of memory while compiling; the module is damaged or too big\n"})
    (void)!write(user, part, strlen(part));
  _exit(1);
}

int silence(bool listen) {
#if defined(GORT_ASAN) || defined(GORT_TSAN)
  listen = true;  // the sanitizers report there
#endif
  int copy = listen ? -1 : fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
  if (copy < 0) return STDERR_FILENO;
  int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (null < 0) {
    close(copy);
    return STDERR_FILENO;
  }
  dup2(null, STDERR_FILENO);
  close(null);
  return copy;
}

}  // namespace

LastWords::LastWords(const std::string& file, bool listen)
    : fd_(silence(listen)), err_(fd_, /*shouldClose=*/false, /*unbuffered=*/true) {
  user = fd_;
  input = file.c_str();
  llvm::install_fatal_error_handler(on_fatal_error, nullptr);
  llvm::install_bad_alloc_error_handler(on_bad_alloc, nullptr);
}

// A background compiler goes on in this process; whoever reads the standard error must not wait for that.
LastWords::~LastWords() {
  llvm::remove_fatal_error_handler();
  llvm::remove_bad_alloc_error_handler();
  user = STDERR_FILENO;
  if (fd_ == STDERR_FILENO) return;
  dup2(fd_, STDERR_FILENO);
  close(fd_);
}

}  // namespace gort::compiler
