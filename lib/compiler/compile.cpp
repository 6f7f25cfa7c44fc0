// lib/compiler/compile.cpp: the compiler from end to end, in the order in which things happen.
#include <llvm/IR/DebugInfo.h>
#include <llvm/IR/PassTimingInfo.h>
#include <llvm/Pass.h>
#include <llvm/Support/raw_ostream.h>

#include <cerrno>
#include <cstring>

#include "compiler/compiler.h"
#include "compiler/generate.h"
#include "compiler/ir.h"
#include "compiler/last_words.h"
#include "compiler/link.h"
#include "compiler/llvm_init.h"

namespace gort::compiler {
namespace {

using namespace llvm;

// --dump-ir: prints the module when its stage is reached. True when that was the one asked for, and all is done.
bool dump(const Options& options, StringRef stage, const Program& program) {
  if (options.dump_ir != stage) return false;
  program.module->print(outs(), nullptr);
  outs().flush();
  return true;
}

class Compilation {
 public:
  Compilation(const Options& options, raw_ostream& err) : options_(options), report_(err) {}

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
    if (Error e = finish(*program_, *target_, base, options_.profile)) return failed(std::move(e));
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
    report_.error(program_->module->getModuleIdentifier(), toString(std::move(e)));
    return false;
  }

  const Options& options_;
  Report report_;
  std::unique_ptr<TargetMachine> target_;
  std::optional<Program> program_;
};

}  // namespace

int compile(const Options& options, int out_fd) {
  start_llvm();
  LastWords words(options.files.empty() ? "" : options.files[0], options.time_passes);
  TimePassesIsEnabled = options.time_passes;
  // Kept: nothing of LLVM is taken apart, the process ends.
  auto* compilation = new Compilation(options, words.err());
  bool done = compilation->run(out_fd);
  if (options.time_passes) reportAndResetTimings(&errs());
  return done ? 0 : 1;
}

}  // namespace gort::compiler
