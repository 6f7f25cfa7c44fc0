// tools/gort/completion.cpp: `gort completion`: scripts that teach shells the command's words.
#include <cstdio>

#include "run.h"

namespace gort::cli {
namespace {

#define GORT_COMMANDS "run check build abi cache completion"
#define GORT_OPTIONS                                                                                       \
  "-O0 -O1 -O2 -O3 -l --load --entry -g -v --log-level --lazy --inittrace --profile --no-cache --dump-ir " \
  "--time-passes --help"

constexpr const char kBash[] = R"sh(# gort completion bash; in ~/.bashrc: eval "$(gort completion bash)"
_gort() {
  local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
  case $previous in
    --log-level) COMPREPLY=($(compgen -W "off error info debug" -- "$word")); return ;;
    --profile) COMPREPLY=($(compgen -W "perf" -- "$word")); return ;;
    completion) COMPREPLY=($(compgen -W "bash zsh fish" -- "$word")); return ;;
    abi) COMPREPLY=($(compgen -W "--ll --h --md" -- "$word")); return ;;
    cache) COMPREPLY=($(compgen -W "--clear --path" -- "$word")); return ;;
  esac
  local words=")sh" GORT_OPTIONS R"sh("
  [ $COMP_CWORD = 1 ] && words+=" )sh" GORT_COMMANDS R"sh( --version"
  COMPREPLY=($(compgen -W "$words" -- "$word") $(compgen -f -- "$word"))
}
complete -o filenames -F _gort gort
)sh";

constexpr const char kZsh[] = R"sh(#compdef gort
# gort completion zsh; in ~/.zshrc: eval "$(gort completion zsh)"
_gort() {
  local -a candidates
  candidates=()sh" GORT_OPTIONS R"sh()
  (( CURRENT == 2 )) && candidates+=()sh" GORT_COMMANDS R"sh( --version)
  case ${words[CURRENT-1]} in
    completion) candidates=(bash zsh fish) ;;
  esac
  compadd -- $candidates
  _files
}
compdef _gort gort
)sh";

constexpr const char kFish[] = R"sh(# gort completion fish; in config.fish: gort completion fish | source
complete -c gort -n __fish_use_subcommand -a ')sh" GORT_COMMANDS R"sh('
complete -c gort -n '__fish_seen_subcommand_from completion' -f -a 'bash zsh fish'
complete -c gort -n '__fish_seen_subcommand_from abi' -f -a '--ll --h --md'
complete -c gort -n '__fish_seen_subcommand_from cache' -f -a '--clear --path'
complete -c gort -n 'not __fish_seen_subcommand_from completion abi cache' -a ')sh" GORT_OPTIONS R"sh('
)sh";

}  // namespace

int completion(const Args& args) {
  const char* script = args.shell == "bash"   ? kBash
                       : args.shell == "zsh"  ? kZsh
                       : args.shell == "fish" ? kFish
                                              : nullptr;
  if (!script) {
    fprintf(stderr, "gort: no completion for '%s': bash, zsh or fish\n", args.shell.c_str());
    return kUsage;
  }
  fputs(script, stdout);
  return 0;
}

}  // namespace gort::cli
