// lib/compiler/gort_check.cpp: `gort check`: everything that is wrong or slow about the modules, without running them.
//
// It is the compiler with the remarks shown: reading and checking first, and when that finds nothing wrong, code
// generation and the link as well, for what only they can find (bad inline asm, unresolved symbols).
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/compiler.h"
#include "compiler/generate.h"
#include "compiler/last_words.h"
#include "compiler/link.h"
#include "compiler/llvm_init.h"

namespace gort::compiler {
namespace {

bool can_be_linked(const Options& options, Report& report) {
  auto target = make_target(report);
  if (!target) return false;
  std::optional<Program> program = read(options, *target, report);
  if (!program) return false;
  // Nothing of it is destroyed: the process ends, and with debug information that alone would take long.
  auto* kept = new Program(std::move(*program));
  auto failed = [&](llvm::Error error) {
    if (!error) return false;
    report.error(kept->module->getModuleIdentifier(), llvm::toString(std::move(error)));
    return true;
  };
  uint64_t base = options.base ? options.base : image::kDefaultBase;
  if (failed(lower(*kept, *target))) return false;
  optimise(*kept, *target, options);
  if (failed(finish(*kept, *target, base, false))) return false;
  auto objects = generate(*kept, *target, options, report);
  return objects && link(*kept, std::move(*objects), options, base, report).release();
}

}  // namespace

int check(const Options& given) {
  start_llvm();
  LastWords words(given.files.empty() ? "" : given.files[0], false);
  Options options = given;
  if (options.opt_level < 0) options.opt_level = 0;  // the quickest code says as much
  Report report(llvm::outs(), true);
  bool good = can_be_linked(options, report) && !report.errors();
  std::string counts;
  llvm::raw_string_ostream out(counts);
  if (report.errors()) out << report.errors() << (report.errors() == 1 ? " error" : " errors");
  if (report.errors() && report.warnings()) out << ", ";
  if (report.warnings()) out << report.warnings() << (report.warnings() == 1 ? " warning" : " warnings");
  llvm::outs() << "gort: " << (good ? "the program can run" : "the program cannot run");
  if (!counts.empty()) llvm::outs() << ": " << counts;
  llvm::outs() << "\n";
  llvm::outs().flush();
  return good ? 0 : 1;
}

}  // namespace gort::compiler
