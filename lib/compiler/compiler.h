// lib/compiler/compiler.h: from modules to a linked image. The only library of gort that uses LLVM.
//
// compile() runs in a forked child (tools/gort forks it): LLVM dies on some damaged files, and it allocates and
// installs handlers that a program's process should not inherit. The child has one thread: code generation forks
// (partition.h), and its heap takes no locks (tools/gort/heap.h). It reports through `diag_fd`-like stderr
// and its exit code; its product is an image (lib/image/image.h) written to a file descriptor.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace gort::image {
class Cache;
}

namespace gort::compiler {

struct Options {
  std::vector<std::string> files;      // .ll .bc .o .a, "-" is standard input
  std::vector<std::string> libraries;  // -l/--load: names or paths of shared libraries
  int opt_level = -1;    // -O0..-O3; -1: take the module as its front end left it, quick code generation when -O0
  bool debug = false;    // -g: keep what gdb needs
  bool lazy = false;     // quick code now; the optimised image goes to the cache from the background
  bool profile = false;  // --profile=perf: keep every symbol, and frame pointers
  bool time_passes = false;
  std::string entry;    // --entry: instead of main_main
  std::string dump_ir;  // --dump-ir[=STAGE]: "" off; input, checked, lowered, optimised, final, asm
  uint64_t base = 0;    // where to link; 0: image::kDefaultBase
};

// Hash of everything that the image depends on: file contents, options, gort's and LLVM's versions, CPU and its
// features, stat of shared libraries. Empty when a file cannot be read (compile() then says why). Does not start LLVM.
// The cache notes the hashes of big files.
std::string cache_key(const Options&, const image::Cache&);

// Compiles and links, and writes the image to out_fd. Messages for the user go to stderr as "gort: FILE:LINE:COL:
// text". Returns the exit code: 0, or 1 when the input cannot be used. Call it in a child: it may crash, hang or
// exhaust memory.
int compile(const Options&, int out_fd);

// gort check: everything that is wrong or slow about the modules, on stdout; 0 when they can run, 1 otherwise.
int check(const Options&);

// gort abi: the runtime's symbols. format: "ll", "h" or "md".
int print_abi(const std::string& format);

}  // namespace gort::compiler
