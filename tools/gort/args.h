// tools/gort/args.h: the command line as the rest of the command sees it.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "boot/boot.h"
#include "compiler/compiler.h"

namespace gort::cli {

inline constexpr int kUsage = 64;    // exit code for wrong usage
inline constexpr int kUnusable = 1;  // for a module that cannot be loaded

enum class Command { run, check, build, abi, cache, completion };

struct Args {
  Command command = Command::run;
  compiler::Options compile;
  BootOptions boot;
  bool use_cache = true;
  int verbosity = 0;           // 0 errors only, 1 what is done, 2 details
  std::vector<char*> program;  // argv of the program: the first module's name, then its arguments
  std::string abi_format = "ll";
  bool cache_clear = false, cache_path = false;
  std::string shell;  // of `completion`
};

// Parses; on help, version or an error prints what is to be printed, and the exit code is in `exit`.
struct Parsed {
  Args args;
  bool done = false;
  int exit = 0;
};
Parsed parse(int argc, char** argv);

// The part of parse() that knows options (options.cpp).
Parsed parse_options(int argc, char** argv);

// Takes the modules and the program's arguments that stand behind the options. The text of what is wrong, empty when
// well.
std::string take_files(Args&, char** from, char** to, bool program_arguments);

// The descriptor that a module's name stands for: 0 for -, N for /dev/fd/N; -1 for a file's name.
int stream_of(std::string_view name);

// Says what is wrong with the usage of a command ("" for none); the exit code.
int usage_error(const std::string& text, const char* command);

}  // namespace gort::cli
