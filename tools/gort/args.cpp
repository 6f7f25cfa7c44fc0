// tools/gort/args.cpp: which words of the command line are whose.
//
// As with `go run` and `wasmtime run`, gort's own options come first. Leading arguments that name modules (.ll .bc .o
// .a, `-` for standard input, or /dev/fd/N, which a shell makes of `<(command)`) are modules; the first other one, and
// all after it, belong to the program; `--` ends the modules. `gort FILE` without a command is `gort run FILE`.
//
// A command line without options is all that most starts have. It is settled here; CLI11, whose parser costs a cached
// start a third of a millisecond, sees the others (options.cpp).
#include "args.h"

#include <unistd.h>

#include <charconv>
#include <cstdio>
#include <cstring>
#include <string_view>

namespace gort::cli {
namespace {

bool is_module(std::string_view arg) {
  if (stream_of(arg) >= 0) return true;
  for (std::string_view suffix : {".ll", ".bc", ".o", ".a"})
    if (arg.size() > suffix.size() && arg.ends_with(suffix)) return true;
  return false;
}

}  // namespace

int stream_of(std::string_view name) {
  if (name == "-") return STDIN_FILENO;
  constexpr std::string_view kFolder = "/dev/fd/";
  int n = 0;
  if (!name.starts_with(kFolder)) return -1;
  auto [end, error] = std::from_chars(name.data() + kFolder.size(), name.data() + name.size(), n);
  return error == std::errc() && end == name.data() + name.size() && n >= 0 ? n : -1;
}

int usage_error(const std::string& text, const char* command) {
  fprintf(stderr, "gort: %s\nTry 'gort %s%s--help'.\n", text.c_str(), command, *command ? " " : "");
  return kUsage;
}

std::string take_files(Args& args, char** from, char** to, bool program_arguments) {
  while (from < to && is_module(*from)) args.compile.files.emplace_back(*from++);
  if (args.compile.files.empty()) {
    if (from == to) return "which module? A file name that ends in .ll, .bc, .o or .a, or - for standard input";
    return "'" + std::string(*from) +
           "' is no module: a name that ends in .ll, .bc, .o or .a was expected, or - for standard input";
  }
  if (from < to && !program_arguments)
    return "'" + std::string(*from) + "' is no module: a name that ends in .ll, .bc, .o or .a was expected";
  if (from < to && !strcmp(*from, "--")) from++;
  args.program.push_back(const_cast<char*>(args.compile.files[0].c_str()));
  args.program.insert(args.program.end(), from, to);
  args.program.push_back(nullptr);
  return {};
}

Parsed parse(int argc, char** argv) {
  int first = argc > 1 && !strcmp(argv[1], "run") ? 2 : 1;
  if (first >= argc || !is_module(argv[first])) return parse_options(argc, argv);
  Parsed out;
  take_files(out.args, argv + first, argv + argc, true);
  return out;
}

}  // namespace gort::cli
