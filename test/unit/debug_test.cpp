// The unwinder that works by tables, at instructions where a signal happens to stop: every step leads to the right
// caller.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/time.h>
#include <ucontext.h>

#include <cstring>

#include "base/print.h"
#include "debug/cfi.h"
#include "debug/memory.h"
#include "debug/names.h"

namespace {

using R = gort::dwarf_registers;

volatile uint64_t sink;
uint64_t outer_frame;  // the stack pointer that outer() runs with
volatile int stopped, found, lost;

bool load(void*, uint64_t address, uint64_t& value) { return gort::read_memory(address, value); }

void on_signal(int, siginfo_t*, void* context) {
  auto& from = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
  static constexpr int order[] = {REG_RAX, REG_RDX, REG_RCX, REG_RBX, REG_RSI, REG_RDI, REG_RBP, REG_RSP, REG_R8,
                                  REG_R9,  REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15, REG_RIP};
  R regs;
  for (int i = 0; i < R::count; i++) regs.r[i] = uint64_t(from[order[i]]);
  stopped = stopped + 1;
  for (int i = 0; i < 50; i++) {
    if (regs.r[R::rsp] == outer_frame) {
      found = found + 1;
      return;
    }
    if (!gort::cfi_step(regs, load, nullptr)) break;
  }
  lost = lost + 1;
}

// Without frame pointers, with registers pushed and popped and the stack pointer moved: rbp says nothing here.
__attribute__((noinline, optnone)) uint64_t leaf(uint64_t a, uint64_t b) {
  volatile uint64_t words[40];
  for (uint64_t i = 0; i < 40; i++) words[i] = a * i + b;
  return words[a % 40];
}
__attribute__((noinline)) uint64_t middle(uint64_t n) {
  uint64_t s = n;
  for (uint64_t i = 0; i < 20; i++) s = s * 31 + leaf(s, i) + (n ? middle(n - 1) & 1 : 0) * (i == 3);
  return s;
}
__attribute__((noinline)) void outer() {
  outer_frame = reinterpret_cast<uint64_t>(__builtin_frame_address(0)) + 16;
  while (stopped < 300) sink = sink + middle(3);
}

}  // namespace

TEST_CASE("unwind tables lead out of any instruction") {
  struct sigaction act{};
  act.sa_sigaction = on_signal;
  act.sa_flags = SA_SIGINFO;
  sigaction(SIGALRM, &act, nullptr);
  itimerval every{{0, 500}, {0, 500}}, never{};
  setitimer(ITIMER_REAL, &every, nullptr);
  outer();
  setitimer(ITIMER_REAL, &never, nullptr);
  CHECK(found >= 295);  // a signal may come before outer() has a frame, or after
  CHECK(lost <= 5);
}

TEST_CASE("memory that is not there is not read") {
  uint64_t here = 42, value = 0;
  CHECK(gort::read_memory(reinterpret_cast<uint64_t>(&here), value));
  CHECK(value == 42);
  CHECK_FALSE(gort::read_memory(0, value));
  CHECK_FALSE(gort::read_memory(~0ull - 7, value));
}

TEST_CASE("the runtime's own functions have names") {
  gort::ModuleInfo info{};
  gort::names_init(info);
  auto pc = reinterpret_cast<uint64_t>(&gort::names_init);
  gort::code_name n = gort::name_of(pc + 1);
  REQUIRE(n.name);
  CHECK(strcmp(n.name, "_ZN4gort10names_initERKNS_10ModuleInfoE") == 0);
  CHECK(n.entry == pc);
  CHECK(n.kind == gort::code_name::runtime);
  CHECK(gort::name_of(8).kind == gort::code_name::unknown);
}
