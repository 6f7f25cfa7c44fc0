// tools/toy/main.cpp: the command `toy`: a compiler for a small language, to show what gort wants of one.
//
// `toy build` writes the module. `toy run` hands it to the gort that lies beside this command, through a file
// descriptor, and becomes that gort, so that exit code, signals and standard input are the program's.
#include <llvm/Bitcode/BitcodeWriter.h>
#include <llvm/Support/MemoryBuffer.h>
#include <sys/mman.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <filesystem>

#include "parser.h"

static void require(std::error_code error, const std::string& what) {
  if (!error) return;
  fprintf(stderr, "toy: cannot %s: %s\n", what.c_str(), error.message().c_str());
  exit(1);
}

int main(int argc, char** argv) {
  CLI::App app("toy: compiles a small language to LLVM IR and runs it with gort; docs/tutorial.md shows how", "toy");
  app.footer("Exit codes: the program's own; 1 for a program with a mistake; 64 for wrong usage.");
  app.require_subcommand(1);
  Source source;
  std::string out;
  int level = 2;
  auto* run_command = app.add_subcommand("run", "compile FILE and run it");
  auto* build_command = app.add_subcommand("build", "write the module that FILE becomes");
  for (auto* command : {run_command, build_command})
    command->add_option("FILE", source.name, "a program: NAME.toy")->required();
  run_command->add_option("-O", level, "how much gort optimises")->check(CLI::Range(0, 3))->capture_default_str();
  build_command
      ->add_option("-o", out, "the file to write: bitcode if it ends in .bc, otherwise text; - is standard output")
      ->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) ? 64 : 0;
  }
  auto file = llvm::MemoryBuffer::getFile(source.name);
  require(file.getError(), "read " + source.name);
  source.text = (*file)->getBuffer();
  Parser parser(source);
  llvm::Module& module = parser.program();

  if (run_command->parsed()) out = "/dev/fd/" + std::to_string(memfd_create("module", 0));
  std::error_code error;
  llvm::raw_fd_ostream to(out, error);
  require(error, "write " + out);
  run_command->parsed() || out.ends_with(".bc") ? llvm::WriteBitcodeToFile(module, to) : module.print(to, nullptr);
  to.flush();
  require(to.error(), "write " + out);
  if (build_command->parsed()) return 0;
  std::string gort = std::filesystem::read_symlink("/proc/self/exe").replace_filename("gort");
  execl(gort.c_str(), gort.c_str(), "run", ("-O" + std::to_string(level)).c_str(), out.c_str(), nullptr);
  require({errno, std::generic_category()}, "start " + gort);
}
