// tools/gort/options.cpp: options, commands and help, with CLI11.
//
// CLI11 reports by exceptions and includes <iostream>, so this one file is compiled with exceptions (none leaves it),
// and its static constructors run when it is entered, not at every start (lazyinit.ld).
#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstring>
#include <string_view>

#include "args.h"

// This file's own constructors, kept out of .init_array by lazyinit.ld.
extern "C" {
using InitFn = void (*)(int, char**, char**);
extern InitFn __options_init_begin[] __attribute__((weak));
extern InitFn __options_init_end[] __attribute__((weak));
}

namespace gort::cli {
namespace {

constexpr const char kExamples[] = R"(Examples:
  gort run hello.ll                      compile, or take from the cache, and run
  clang -O2 -emit-llvm -c prog.c && gort run prog.bc one two
  gort run -O2 main.bc util.bc lib.a -- input.o
                                         several modules; `--` ends them, so input.o is the program's argument
  gort run -l z prog.bc                  with a shared library
  clang -S -emit-llvm -o - prog.c | gort run -
  gort --inittrace prog.bc               the command `run` may be left out
  GOMAXPROCS=2 gort prog.bc              GOMAXPROCS GOGC GOMEMLIMIT GOTRACEBACK GODEBUG as in Go
  gort check prog.ll                     what is wrong with a module, and what makes it slow

Exit codes: the program's own; 2 after a fatal error, an unrecovered panic or a deadlock; 66 after races;
1 for a module that cannot be used; 64 for wrong usage.)";

struct CommandName {
  const char* name;
  Command command;
  const char* synopsis;
  const char* help;
};
constexpr CommandName kCommands[] = {
    {"run", Command::run, "gort run [OPTIONS] FILE... [ARG...]", "load, link and run modules"},
    {"check", Command::check, "gort check FILE...", "say what is wrong or slow about modules, without running them"},
    {"build", Command::build, "gort build FILE... -o OUT", "ahead of time: executables and libraries"},
    {"abi", Command::abi, "gort abi [--ll|--h|--md]",
     "the runtime's symbols as LLVM declarations, a C header, a reference page"},
    {"cache", Command::cache, "gort cache [--clear|--path]", "the cache of compiled programs"},
    {"completion", Command::completion, "gort completion bash|zsh|fish", "a completion script for a shell"},
};

std::string program_and_version() { return "gort " GORT_VERSION " (LLVM " GORT_LLVM_VERSION ")"; }

// Help with our own line of usage: CLI11's does not know of what stands behind the options.
class Help : public CLI::Formatter {
 public:
  explicit Help(std::string synopsis) : synopsis_(std::move(synopsis)) {}
  std::string make_usage(const CLI::App*, std::string) const override { return "Usage: " + synopsis_ + "\n"; }

 private:
  std::string synopsis_;
};

void add_module_options(CLI::App& app, Args& args) {
  auto& o = args.compile;
  app.add_option("-O", o.opt_level, "optimise: 0 to 3 (default: the module as it is, code quality by its own level)")
      ->check(CLI::Range(0, 3))
      ->type_name("LEVEL");
  app.add_option("-l,--load", o.libraries, "a shared library that the program needs: a name or a path")
      ->type_name("LIB")
      ->allow_extra_args(false);
  app.add_option("--entry", o.entry, "start at SYMBOL, a function without parameters, instead of main_main")
      ->type_name("SYMBOL");
  app.add_flag("-g", o.debug, "let gdb see the program's source: keep its debug information");
  app.add_flag("-v", args.verbosity, "log what gort does to standard error; -vv says more");
  app.add_option_function<std::string>(
         "--log-level",
         [&args](const std::string& level) {
           args.verbosity = level == "off" || level == "error" ? 0 : level == "info" ? 1 : 2;
         },
         "the same, by name")
      ->check(CLI::IsMember({"off", "error", "info", "debug"}))
      ->type_name("LEVEL");
}

void add_run_options(CLI::App& app, Args& args) {
  auto& o = args.compile;
  add_module_options(app, args);
  app.add_flag("--lazy", o.lazy, "quick code now; the next start gets the optimised program, made in the background");
  app.add_flag("--inittrace", args.boot.inittrace, "one line on standard error for each package's initialisation");
  app.add_option_function<std::string>(
         "--profile", [&o](const std::string&) { o.profile = true; }, "tell perf the names of the program's functions")
      ->check(CLI::IsMember({"perf"}))
      ->type_name("perf");
  app.add_flag_function(
      "--no-cache", [&args](int64_t) { args.use_cache = false; }, "compile anew, and do not keep the result");
  app.add_flag("--dump-ir{final}", o.dump_ir,
               "print the module at a stage, instead of running it: input checked lowered optimised final asm");
  app.callback([&o] {
    if (o.dump_ir.empty()) return;
    for (const char* stage : {"input", "checked", "lowered", "optimised", "final", "asm"})
      if (o.dump_ir == stage) return;
    throw CLI::ValidationError("--dump-ir",
                               "no stage '" + o.dump_ir + "': input, checked, lowered, optimised, final or asm");
  });
  app.add_flag("--time-passes", o.time_passes, "print how long LLVM's passes took; compiles anew");
}

void add_commands_to_help(std::string& text) {
  text += "\nCommands:\n";
  for (auto& c : kCommands) {
    char line[200];
    snprintf(line, sizeof line, "  %-12s%s\n", c.name, c.help);
    text += line;
  }
  text += "\n'gort COMMAND --help' tells more of each.\n\n";
  text += kExamples;
}

Parsed parse_all(int argc, char** argv) {
  Parsed out;
  Args& args = out.args;
  const CommandName* command = &kCommands[0];
  bool named = false;
  if (argc > 1)
    for (auto& c : kCommands)
      if (!strcmp(argv[1], c.name)) command = &c, named = true;
  args.command = command->command;
  int first = named ? 2 : 1;
  const char* shown = named ? command->name : "";

  CLI::App app(named ? command->help : "gort: a Go-class language runtime for any language that emits LLVM IR");
  app.name(command->synopsis);
  app.formatter(
      std::make_shared<Help>(named ? command->synopsis : "gort COMMAND ... | gort [OPTIONS] FILE... [ARG...]"));
  app.set_help_flag("-h,--help", "print this help");
  bool version = false;
  if (!named) app.add_flag("--version", version, "print the version");
  app.prefix_command();
  std::string footer;
  switch (command->command) {
    case Command::run:
      add_run_options(app, args);
      if (named)
        footer = kExamples;
      else
        add_commands_to_help(footer);
      break;
    case Command::check:
      add_module_options(app, args);
      break;
    case Command::build:
      break;
    case Command::abi: {
      app.add_flag_function("--ll", [&args](int64_t) { args.abi_format = "ll"; }, "LLVM declarations (the default)");
      app.add_flag_function("--h", [&args](int64_t) { args.abi_format = "h"; }, "a C header");
      app.add_flag_function("--md", [&args](int64_t) { args.abi_format = "md"; }, "a page in Markdown");
      break;
    }
    case Command::cache:
      app.add_flag("--clear", args.cache_clear, "remove all compiled programs");
      app.add_flag("--path", args.cache_path, "print the cache's directory");
      break;
    case Command::completion:
      break;
  }
  app.footer(footer);

  std::vector<std::string> reversed;  // CLI11 takes them from the back
  for (int i = argc - 1; i >= first; i--) reversed.emplace_back(argv[i]);
  auto finish = [&](int code) {
    out.done = true;
    out.exit = code;
    return out;
  };
  try {
    app.parse(std::move(reversed));
  } catch (const CLI::CallForHelp&) {
    fputs(app.help().c_str(), stdout);
    return finish(0);
  } catch (const CLI::ParseError& e) {
    return finish(usage_error(e.what(), shown));
  }
  if (version) {
    puts(program_and_version().c_str());
    return finish(0);
  }
  // What CLI11 did not take, in the caller's own array.
  char **rest = argv + argc - app.remaining().size(), **end = argv + argc;
  if (rest < end && **rest == '-' && (*rest)[1] && strcmp(*rest, "--"))
    return finish(usage_error("unknown option " + std::string(*rest), shown));
  if (!named && rest < end)
    for (auto& c : kCommands)
      if (!strcmp(*rest, c.name))
        return finish(usage_error("options come after the command: gort " + std::string(*rest) + " [OPTIONS] ...", ""));

  switch (command->command) {
    case Command::run:
      if (!named && rest == end && argc == 1) {
        fputs(app.help().c_str(), stderr);
        return finish(kUsage);
      }
      if (std::string wrong = take_files(args, rest, end, true); !wrong.empty())
        return finish(usage_error(wrong, shown));
      break;
    case Command::check:
      if (std::string wrong = take_files(args, rest, end, false); !wrong.empty())
        return finish(usage_error(wrong, shown));
      break;
    case Command::completion:
      if (end - rest != 1) return finish(usage_error("which shell? bash, zsh or fish", shown));
      args.shell = *rest;
      break;
    case Command::build:
      break;
    case Command::abi:
    case Command::cache:
      if (rest < end) return finish(usage_error("unexpected argument '" + std::string(*rest) + "'", shown));
      break;
  }
  return out;
}

}  // namespace

Parsed parse_options(int argc, char** argv) {
  for (InitFn* f = __options_init_begin; f < __options_init_end; f++) (*f)(argc, argv, environ);
  return parse_all(argc, argv);
}

}  // namespace gort::cli
