// test/unit/boot_test.cpp: what a boot leaves behind that no program can see. Each test boots a program of native
// functions in a child, which ends with what main found.
#include "boot/boot.h"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "boot/inittask.h"

namespace gort {
namespace {

// Runs on a goroutine's stack, so it calls nothing.
[[noreturn]] void leave(long code) {
  for (;;) __asm__ volatile("syscall" : : "a"(231L), "D"(code) : "rcx", "r11", "memory");
}

// How a child ends that boots with this main, and with this option.
int booted(void (*main)(), bool trace) {
  pid_t child = fork();
  if (!child) {
    static const ModuleInfo program = [&] {
      ModuleInfo p{};
      p.main_main = main;
      p.symbolize = [](uint64_t) { return SymbolInfo{}; };
      return p;
    }();
    BootOptions options;
    options.inittrace = trace;
    static char name[] = "test", *argv[] = {name, nullptr};
    close(STDERR_FILENO);  // the runtime's own line of the trace
    boot(program, options, 1, argv, environ);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

constexpr int kActive = 40;

TEST_CASE("row 18: after init nothing is counted for the trace") {
  auto main = [] { leave(inittrace.active ? kActive : inittrace.id ? 0 : 1); };
  CHECK(booted(main, true) == 0);
  CHECK(booted(main, false) == 1);
}

}  // namespace
}  // namespace gort
