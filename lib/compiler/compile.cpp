// lib/compiler/compile.cpp: the compiler from end to end, in the order in which things happen.
#include <llvm/IR/DebugInfo.h>
#include <llvm/IR/PassTimingInfo.h>
#include <llvm/Pass.h>
#include <llvm/Support/ErrorHandling.h>
#include <llvm/Support/raw_ostream.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "compiler/compiler.h"
#include "compiler/generate.h"
#include "compiler/ir.h"
#include "compiler/link.h"
#include "compiler/llvm_init.h"

namespace gort::compiler {
namespace {

using namespace llvm;

// LLVM gives up by calling these; this process is the compiler's own, so it ends with a message instead of a core.
[[noreturn]] void give_up(const char* file, const char* what, const char* reason) {
  Report(errs()).error(file ? file : "", Twine(what) + reason);
  _exit(1);
}
void on_fatal_error(void* file, const char* reason, bool) {
  give_up(static_cast<const char*>(file), "LLVM gave up: ", reason);
}
void on_bad_alloc(void* file, const char*, bool) {
  // No memory: no strings either.
  auto* name = file ? static_cast<const char*>(file) : "?";
  for (const char* part :
       {"gort: ", name, ": error: out of memory while compiling; the module is damaged or too big\n"})
    (void)!write(STDERR_FILENO, part, strlen(part));
  _exit(1);
}

// --dump-ir: prints the module when its stage is reached. True when that was the one asked for, and all is done.
bool dump(const Options& options, StringRef stage, const Program& program) {
  if (options.dump_ir != stage) return false;
  program.module->print(outs(), nullptr);
  outs().flush();
  return true;
}

class Compilation {
 public:
  explicit Compilation(const Options& options) : options_(options) {}

  bool run(int out_fd) {
    target_ = make_target(report_);
    if (!target_) return false;
    program_ = read(options_, *target_, report_);
    if (!program_) return false;
    if (dump(options_, "input", *program_) || dump(options_, "checked", *program_)) return true;
    // Tracebacks need lines only; types and variables are for gdb, and most of what debug information costs.
    if (program_->has_debug_info && !options_.debug) stripNonLineTableDebugInfo(*program_->module);

    uint64_t base = options_.base ? options_.base : image::kDefaultBase;
    if (Error e = lower(*program_, *target_)) return failed(std::move(e));
    if (dump(options_, "lowered", *program_)) return true;
    optimise(*program_, *target_, options_);
    if (dump(options_, "optimised", *program_)) return true;
    if (Error e = finish(*program_, *target_, base)) return failed(std::move(e));
    if (dump(options_, "final", *program_)) return true;
    if (options_.dump_ir == "asm") {
      dump_assembly(*program_, *target_);
      return true;
    }
    auto objects = generate(*program_, *target_, options_, report_);
    if (!objects) return false;
    auto linked = link(*program_, std::move(*objects), options_, base, report_);
    if (!linked) return false;
    if (!linked->image.write(out_fd)) {
      report_.error("", Twine("cannot write the image: ") + strerror(errno));
      return false;
    }
    return true;
  }

 private:
  bool failed(Error e) {
    report_.error("", toString(std::move(e)));
    return false;
  }

  const Options& options_;
  Report report_{errs()};
  std::unique_ptr<TargetMachine> target_;
  std::optional<Program> program_;
};

}  // namespace

int compile(const Options& options, int out_fd) {
  start_llvm();
  void* file = options.files.empty() ? nullptr : const_cast<char*>(options.files[0].c_str());
  install_fatal_error_handler(on_fatal_error, file);
  install_bad_alloc_error_handler(on_bad_alloc, file);
  TimePassesIsEnabled = options.time_passes;
  // Kept: nothing of LLVM is taken apart, the process ends.
  auto* compilation = new Compilation(options);
  bool done = compilation->run(out_fd);
  if (options.time_passes) reportAndResetTimings(&errs());
  return done ? 0 : 1;
}

}  // namespace gort::compiler
