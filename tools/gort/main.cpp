// tools/gort/main.cpp: the command. See args.cpp for what can be typed, run.cpp for how a program starts.
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "args.h"
#include "log.h"
#include "run.h"

int main(int argc, char** argv) {
  using namespace gort::cli;
  Parsed parsed = parse(argc, argv);
  if (parsed.done) return parsed.exit;
  Args& args = parsed.args;
  log_verbosity = args.verbosity;
  switch (args.command) {
    case Command::run:
      // What the C library's messages call the program.
      program_invocation_name = argv[0] = args.program[0];
      program_invocation_short_name = basename(argv[0]);
      return run(args);
    case Command::check:
      return check(args);
    case Command::abi:
      return gort::compiler::print_abi(args.abi_format);
    case Command::cache:
      return cache(args);
    case Command::completion:
      return completion(args);
    case Command::build:
      fputs("gort: 'gort build' is not available yet; 'gort run' keeps compiled programs in its cache\n", stderr);
      return kUnusable;
  }
}
