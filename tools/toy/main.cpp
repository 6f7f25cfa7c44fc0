// tools/toy/main.cpp: the command `toy`: a compiler for a small language, to show what gort wants of one.
//
// `toy build` writes the module. `toy run` hands it to the gort that lies beside this command, through a file
// descriptor, and becomes that gort, so that exit code, signals and standard input are the program's.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>

#include "parser.h"

namespace {

[[noreturn]] void stop(const std::string& what) {
  fprintf(stderr, "toy: %s: %s\n", what.c_str(), strerror(errno));
  exit(1);
}

std::string compiled(const std::string& name) {
  toy::Source source{name, {}};
  FILE* file = fopen(name.c_str(), "rb");
  char buffer[1 << 14];
  size_t n = 0;
  while (file && (n = fread(buffer, 1, sizeof buffer, file)) > 0) source.text.append(buffer, n);
  if (!file || ferror(file)) stop("cannot read " + name);
  fclose(file);
  return toy::compile(source);
}

void write_all(int fd, const std::string& text, const std::string& name) {
  for (size_t at = 0; at < text.size();) {
    ssize_t n = write(fd, text.data() + at, text.size() - at);
    if (n < 0) stop("cannot write " + name);
    at += static_cast<size_t>(n);
  }
}

void build(const std::string& source, const std::string& out) {
  std::string text = compiled(source);
  int fd = out == "-" ? STDOUT_FILENO : open(out.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (fd < 0) stop("cannot write " + out);
  write_all(fd, text, out);
}

void run(const std::string& source, const std::string& level, const std::vector<std::string>& arguments) {
  std::string text = compiled(source);
  int fd = memfd_create("toy", 0);
  if (fd < 0) stop("cannot make a file for the module");
  write_all(fd, text, "the module");
  lseek(fd, 0, SEEK_SET);
  char self[PATH_MAX];
  ssize_t n = readlink("/proc/self/exe", self, sizeof self);
  std::string path(self, n > 0 ? static_cast<size_t>(n) : 0), gort = path.substr(0, path.rfind('/')) + "/gort";
  std::vector<std::string> words{gort, "run", "-O" + level, "/dev/fd/" + std::to_string(fd), "--"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (auto& w : words) argv.push_back(w.data());
  argv.push_back(nullptr);
  execv(gort.c_str(), argv.data());
  stop("cannot start " + gort);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("toy: compiles a small language to LLVM IR and runs it with gort (docs/tutorial.md)", "toy");
  std::string source, out, level = "2";
  std::vector<std::string> arguments;
  auto* run_command = app.add_subcommand("run", "compile FILE and run it");
  run_command->add_option("-O", level, "how much to optimise")->check(CLI::Range(0, 3))->capture_default_str();
  auto* build_command = app.add_subcommand("build", "write the module that FILE becomes");
  build_command->add_option("-o", out, "the module's file; - is standard output")->required();
  for (auto* command : {run_command, build_command})
    command->add_option("FILE", source, "a program, NAME.toy")->required();
  run_command->add_option("ARG", arguments, "arguments of the program");
  app.require_subcommand(1);
  app.footer("Exit codes: the program's own; 1 for a program with a mistake; 64 for wrong usage.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) ? 64 : 0;
  }
  if (build_command->parsed())
    build(source, out);
  else
    run(source, level, arguments);
}
