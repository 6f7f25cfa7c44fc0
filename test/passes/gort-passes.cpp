// test/passes/gort-passes.cpp: runs the IR side of the compiler on files and prints what came out, for FileCheck.
//
//   gort-passes [--stage=checked|lowered|final|asm|facts] [--base=ADDRESS] [--entry=NAME] [--remarks] [-ON] FILE...
//
// "facts" are what lowering leaves for the image beside the IR. Exit 1 when the files are refused.
#include <llvm/IR/Verifier.h>
#include <llvm/Support/raw_ostream.h>
#include <llvm/Target/TargetMachine.h>

#include "compiler/generate.h"
#include "compiler/ir.h"
#include "compiler/llvm_init.h"
#include "image/image.h"

using namespace gort::compiler;

namespace {

void print_facts(const Program& program) {
  llvm::raw_ostream& out = llvm::outs();
  out << "main_main=" << program.main_main << " main_inittask=" << program.main_inittask << " c_main=" << program.c_main
      << "\n";
  for (const InitTask& task : program.tasks) out << "task " << task.symbol << " of " << task.package << "\n";
  for (const InitFunction& f : program.ctors) out << "ctor " << f.symbol << " " << f.priority << "\n";
  for (const InitFunction& f : program.dtors) out << "dtor " << f.symbol << " " << f.priority << "\n";
  for (const std::string& desc : program.tls_descs) out << "tls " << desc << "\n";
  for (const LibraryTls& tls : program.lib_tls)
    out << "libtls " << tls.name << " " << tls.pair << (tls.weak ? " weak" : "") << "\n";
  std::vector<llvm::StringRef> names(program.stack_bytes.keys().begin(), program.stack_bytes.keys().end());
  llvm::sort(names);
  for (llvm::StringRef name : names) out << "stack " << name << " " << program.stack_bytes.lookup(name) << "\n";
  for (const std::string& library : program.libraries) out << "library " << library << "\n";
  for (const NativeInput& native : program.natives) out << "native " << native.name << "\n";
}

}  // namespace

int main(int argc, char** argv) {
  start_llvm();
  Options options;
  options.opt_level = 0;
  llvm::StringRef stage = "final";
  uint64_t base = gort::image::kDefaultBase;
  bool remarks = false;
  for (int i = 1; i < argc; i++) {
    llvm::StringRef argument = argv[i];
    if (argument.consume_front("--stage="))
      stage = argument;
    else if (argument.consume_front("--base="))
      argument.getAsInteger(0, base);
    else if (argument.consume_front("--entry="))
      options.entry = argument.str();
    else if (argument == "--remarks")
      remarks = true;
    else if (argument.consume_front("-O"))
      argument.getAsInteger(10, options.opt_level);
    else
      options.files.push_back(argument.str());
  }
  Report report(llvm::errs(), remarks);
  auto machine = make_target(report);
  if (!machine) return 1;
  std::optional<Program> program = read(options, *machine, report);
  if (!program) return 1;
  auto show = [&](llvm::StringRef now) {
    if (stage == now) program->module->print(llvm::outs(), nullptr);
    return stage == now;
  };
  auto failed = [&](llvm::Error error) {
    if (!error) return false;
    report.error("", llvm::toString(std::move(error)));
    return true;
  };
  auto invalid = [&](const char* after) {
    if (!llvm::verifyModule(*program->module, &llvm::errs())) return false;
    report.error("", llvm::Twine("invalid IR after ") + after);
    return true;
  };
  if (show("checked")) return 0;
  if (failed(lower(*program, *machine)) || invalid("lower()")) return 1;
  if (show("lowered")) return 0;
  optimise(*program, *machine, options);
  if (failed(finish(*program, *machine, base, false)) || invalid("finish()")) return 1;
  if (show("final")) return 0;
  if (stage == "asm") dump_assembly(*program, *machine);
  if (stage == "facts") print_facts(*program);
  return 0;
}
