// tools/toy/main.cpp: the command `toy`: a compiler for a small language, to show what gort wants of one.
//
// `toy build` writes the module. `toy run` hands it to the gort that lies beside this command, through a file
// descriptor, and becomes that gort, so that exit code, signals and standard input are the program's.
#include <sys/mman.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "parser.h"

namespace {

void require(bool done, const std::string& what) {
  if (done) return;
  fprintf(stderr, "toy: cannot %s: %s\n", what.c_str(), strerror(errno));
  exit(1);
}

// Returns only when it fails.
void run(const std::string& module, int level) {
  int fd = memfd_create("module", 0);
  require(fd >= 0 && pwrite(fd, module.data(), module.size(), 0) == static_cast<ssize_t>(module.size()),
          "hold the module");
  std::string gort = std::filesystem::read_symlink("/proc/self/exe").replace_filename("gort");
  std::string optimise = "-O" + std::to_string(level), file = "/dev/fd/" + std::to_string(fd);
  execl(gort.c_str(), gort.c_str(), "run", optimise.c_str(), file.c_str(), nullptr);
  require(false, "start " + gort);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("toy: compiles a small language to LLVM IR and runs it with gort; docs/tutorial.md shows how", "toy");
  app.footer("Exit codes: the program's own; 1 for a program with a mistake; 64 for wrong usage.");
  app.require_subcommand(1);
  toy::Source source;
  std::string out;
  int level = 2;
  auto* run_command = app.add_subcommand("run", "compile FILE and run it");
  auto* build_command = app.add_subcommand("build", "write the module that FILE becomes");
  for (auto* command : {run_command, build_command})
    command->add_option("FILE", source.name, "a program: NAME.toy")->required();
  run_command->add_option("-O", level, "how much gort optimises")->check(CLI::Range(0, 3))->capture_default_str();
  build_command->add_option("-o", out, "the file to write, IR as text; - is standard output")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) ? 64 : 0;
  }
  {
    std::ifstream file(source.name, std::ios::binary);
    source.text.assign(std::istreambuf_iterator<char>(file), {});
    require(file.is_open() && !file.bad(), "read " + source.name);
  }
  std::string module = toy::compile(source);
  if (run_command->parsed()) run(module, level);
  FILE* to = out == "-" ? stdout : fopen(out.c_str(), "wb");
  require(to && fwrite(module.data(), 1, module.size(), to) == module.size() && !fclose(to), "write " + out);
}
