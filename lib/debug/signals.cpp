// lib/debug/signals.cpp: the runtime's own signal handlers.
//
//   SIGSEGV SIGBUS SIGFPE   by the instruction of a goroutine: the panic that Go makes of it, which the program may
//                           recover; in foreign code or in the runtime: Go's fatal texts
//   SIGILL, SIGQUIT         Go's dump of all goroutines, exit code 2
//   SIGABRT SIGTRAP SIGSYS SIGSTKFLT
//                           the same for a program with main_main. A program with a C main has C's meaning, the
//                           default: what it was compiled from says abort(), and its parent looks at the status.
//   SIGPIPE                 for main_main as Go's os package has it: a broken pipe on descriptor 1 or 2 ends the
//                           program by the signal, on any other the call fails with EPIPE. For a C main the default.
//   SIGHUP SIGINT SIGTERM   the default: die by the signal, as Go's runtime does after catching it
//   SIGURG                  preemption (sched/preempt.cpp)
//
// For main_main the other signals that Go catches and does nothing about (SIGUSR1, SIGALRM, ...) are caught and nothing
// is done. A program's own handlers replace all of these but SIGURG's (cgo/csignal.cpp).
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "base/module.h"
#include "base/os_linux.h"
#include "base/print.h"
#include "base/sanitizer.h"
#include "debug/fatal.h"
#include "debug/memory.h"
#include "debug/names.h"
#include "sched/proc.h"

extern "C" {
extern const char gort_asmcgocall_ret[], gort_asmcgocall_args_ret[];
void gort_sigpanic();
void gort_sigpanic_of_call();
}

namespace gort {

const char* signal_text(int signal) {
  static constexpr const char* texts[] = {"SIGNONE: no trap",
                                          "SIGHUP: terminal line hangup",
                                          "SIGINT: interrupt",
                                          "SIGQUIT: quit",
                                          "SIGILL: illegal instruction",
                                          "SIGTRAP: trace trap",
                                          "SIGABRT: abort",
                                          "SIGBUS: bus error",
                                          "SIGFPE: floating-point exception",
                                          "SIGKILL: kill",
                                          "SIGUSR1: user-defined signal 1",
                                          "SIGSEGV: segmentation violation",
                                          "SIGUSR2: user-defined signal 2",
                                          "SIGPIPE: write to broken pipe",
                                          "SIGALRM: alarm clock",
                                          "SIGTERM: termination",
                                          "SIGSTKFLT: stack fault",
                                          "SIGCHLD: child status has changed",
                                          "SIGCONT: continue",
                                          "SIGSTOP: stop, unblockable",
                                          "SIGTSTP: keyboard stop",
                                          "SIGTTIN: background read from tty",
                                          "SIGTTOU: background write to tty",
                                          "SIGURG: urgent condition on socket",
                                          "SIGXCPU: cpu limit exceeded",
                                          "SIGXFSZ: file size limit exceeded",
                                          "SIGVTALRM: virtual alarm clock",
                                          "SIGPROF: profiling alarm clock",
                                          "SIGWINCH: window size change",
                                          "SIGIO: i/o now possible",
                                          "SIGPWR: power failure restart",
                                          "SIGSYS: bad system call"};
  return signal >= 0 && size_t(signal) < sizeof texts / sizeof *texts ? texts[signal] : nullptr;
}

namespace {
uint64_t reg(const ucontext_t* c, int which) { return uint64_t(c->uc_mcontext.gregs[which]); }

bool from_user(const siginfo_t* info) { return info->si_code == SI_USER || info->si_code == SI_TKILL; }

// Where a signal found the thread.
enum class place {
  program,   // the program's code, or memcpy and its like on a goroutine's stack
  bad_call,  // a goroutine called what is not code
  foreign,   // C code that a goroutine called
  runtime,   // this runtime, or between goroutines
  stranger,  // a thread that has nothing to do with the runtime
};

bool on_goroutine_stack(const tcb& t, uint64_t sp) {
  return t.seg && sp >= reinterpret_cast<uint64_t>(t.seg->lo) && sp <= reinterpret_cast<uint64_t>(t.seg->hi);
}

place find_place(const signal_cause& cause) {
  const tcb& t = gort_tcb;
  uint64_t pc = cause.pc(), sp = reg(cause.context, REG_RSP), ret;
  if (!t.mp) return place::stranger;
  if (!t.curg) return place::runtime;
  bool outside = load_relaxed(t.fseq) & 1;
  // The processor could not fetch the instruction: somebody jumped there.
  bool no_code = cause.signal != SIGFPE && !is_program_code(pc) && (pc == cause.address || pc < 4096);
  if (no_code && read_memory(sp, ret)) {
    if (!outside && is_program_code(ret) && on_goroutine_stack(t, sp)) return place::bad_call;
    auto is = [&](const char* label) { return ret == reinterpret_cast<uint64_t>(label); };
    if (outside && (is(gort_asmcgocall_ret) || is(gort_asmcgocall_args_ret))) return place::bad_call;
  }
  if (is_program_code(pc)) return place::program;
  if (outside) return place::foreign;
  // memcpy and its like are called without a change of stacks.
  if (!is_runtime_code(pc) && on_goroutine_stack(t, sp)) return place::program;
  return place::runtime;
}

// The frames of the goroutine that runs here.
walker goroutine_walker(const signal_cause& cause) {
  const tcb& t = gort_tcb;
  bool own = !(load_relaxed(t.fseq) & 1) && on_goroutine_stack(t, reg(cause.context, REG_RSP));
  if (is_program_code(cause.pc())) own = true;
  return own ? walker::interrupted(t.curg, &t, cause.context) : walker::outside(t.curg, &t);
}

void print_registers(const ucontext_t* c) {
  static constexpr struct {
    const char* name;
    int which;
  } rows[] = {{"rax    ", REG_RAX}, {"rbx    ", REG_RBX}, {"rcx    ", REG_RCX}, {"rdx    ", REG_RDX},
              {"rdi    ", REG_RDI}, {"rsi    ", REG_RSI}, {"rbp    ", REG_RBP}, {"rsp    ", REG_RSP},
              {"r8     ", REG_R8},  {"r9     ", REG_R9},  {"r10    ", REG_R10}, {"r11    ", REG_R11},
              {"r12    ", REG_R12}, {"r13    ", REG_R13}, {"r14    ", REG_R14}, {"r15    ", REG_R15},
              {"rip    ", REG_RIP}, {"rflags ", REG_EFL}};
  for (auto& row : rows) print(row.name, hex(reg(c, row.which)), "\n");
  uint64_t segments = reg(c, REG_CSGSFS);  // four 16-bit fields: cs gs fs
  print("cs     ", hex(segments & 0xffff), "\nfs     ", hex(segments >> 32 & 0xffff), "\ngs     ",
        hex(segments >> 16 & 0xffff), "\n");
}

void print_instruction(uint64_t pc) {
  uint8_t bytes[16];
  size_t n = sizeof bytes;
  if (n > 4096 - pc % 4096) n = 4096 - pc % 4096;
  printer out;
  out << "instruction bytes:";
  if (read_memory(pc, bytes, n))
    for (size_t i = 0; i < n; i++) out << ' ' << hex(bytes[i]);
  out << '\n';
}

// The guard page below a system stack was hit: C code that recurses too deep.
bool is_stack_overflow(const signal_cause& cause) {
  const m* mp = gort_tcb.mp;
  if (cause.signal != SIGSEGV || !mp || !mp->g0_top) return false;
  uint64_t top = reinterpret_cast<uint64_t>(mp->g0_top), sp = reg(cause.context, REG_RSP);
  constexpr uint64_t kNear = 64 << 10;
  bool near_sp = cause.address + kNear > sp && cause.address < sp + kNear;
  return near_sp && top > cause.address && top - cause.address > kG0Stack - kNear;
}

// The end that cannot be caught: Go's fatalsignal.
[[noreturn]] void fatal_signal(const signal_cause& cause, place where) {
  const m* mp = gort_tcb.mp;
  const g* gp = gort_tcb.curg;
  {
    printer out;
    if (const char* text = signal_text(cause.signal))
      out << text << '\n';
    else
      out << "signal " << cause.signal << '\n';
    out << "PC=" << hex(cause.pc()) << " m=" << (mp ? mp->id : int64_t(-1)) << " sigcode=" << cause.code;
    if (cause.signal == SIGSEGV || cause.signal == SIGBUS) out << " addr=" << hex(cause.address);
    out << '\n';
    if (where == place::foreign) out << "signal arrived during cgo execution\n";
    if (where == place::foreign && is_stack_overflow(cause))
      out << "foreign code used up its system stack of " << kG0Stack << " bytes\n";
    if (where == place::stranger) out << "signal arrived on a thread of foreign code\n";
    if (cause.signal == SIGILL || cause.signal == SIGFPE) {
      out.flush();
      print_instruction(cause.pc());
    }
  }
  freeze_the_world();
  verbosity v = traceback_verbosity(failure::thrown);
  if (gp) {
    print("\n");
    print_goroutine_header(gp, v.level);
    print_frames(goroutine_walker(cause), gp, v.level);
  } else if (mp) {
    print("\ngoroutine 0 gp=nil m=", mp->id, " mp=", hex(reinterpret_cast<uint64_t>(mp)), " [idle]:\n");
    print_native_frames(walker::native(cause.context), v.level);
  }
  print_other_goroutines(gp, v.level);
  print("\n");
  print_registers(cause.context);
  end_process(v.crash);
}

// Faults near address 0 and of arithmetic are the program's, and may be recovered; any other address is a sign that
// memory cannot be trusted, unless the goroutine has said that it expects it.
bool is_panic(const signal_cause& cause) {
  switch (cause.signal) {
    case SIGFPE:
      return true;
    case SIGBUS:
      return cause.code == BUS_ADRERR && (cause.address < kNearNull || gort_tcb.curg->paniconfault);
    default:
      return (cause.code == 0 || cause.code == SEGV_MAPERR || cause.code == SEGV_ACCERR) &&
             (cause.address < kNearNull || gort_tcb.curg->paniconfault);
  }
}

// A foreign call has led to what is no code. The thread comes back from it as from any other, on to the goroutine's
// stack, and then to gort_sigpanic_of_call instead of to the caller. False: not on that stack after all.
bool inject_after_call(const signal_cause& cause, ucontext_t* context) {
  auto& regs = context->uc_mcontext.gregs;
  auto* sp = reinterpret_cast<uint64_t*>(regs[REG_RSP]);
  auto* thunk = reinterpret_cast<uint64_t*>(regs[REG_RBP]);
  if (gort_tcb.insignal || !on_goroutine_stack(gort_tcb, uint64_t(regs[REG_RBP]))) return false;
  regs[REG_RAX] = greg_t(thunk[1]);
  regs[REG_RDX] = greg_t(cause.pc() | uint64_t(cause.signal) << 48 | uint64_t(cause.code) << 56);
  regs[REG_RIP] = greg_t(*sp);
  regs[REG_RSP] = greg_t(sp + 1);
  thunk[1] = reinterpret_cast<uint64_t>(gort_sigpanic_of_call);
  return true;
}

// Has the goroutine go on as if the instruction had called gort_sigpanic (lang/defer_amd64.S), on its own stack. False:
// it is not on it.
bool inject_panic(const signal_cause& cause, place where, ucontext_t* context) {
  const tcb& t = gort_tcb;
  bool outside = load_relaxed(t.fseq) & 1;
  if (where == place::bad_call && outside) return inject_after_call(cause, context);
  auto& regs = context->uc_mcontext.gregs;
  uint64_t sp = uint64_t(regs[REG_RSP]);
  if (outside || t.insignal || !on_goroutine_stack(t, sp)) return false;
  uint64_t pc = cause.pc();
  if (where == place::bad_call) {
    // The call itself is at fault; as if it had not been made.
    pc = *reinterpret_cast<uint64_t*>(sp) - 1;
    sp += 8;
  }
  auto* at = reinterpret_cast<uint64_t*>(sp);
  constexpr int kPushed = 6;
  at[-1] = pc;
  at[-1 - kPushed - 4] = uint64_t(cause.signal);
  at[-1 - kPushed - 3] = uint64_t(cause.code);
  at[-1 - kPushed - 2] = cause.address;
  at[-1 - kPushed - 1] = cause.pc();
  regs[REG_RSP] = greg_t(sp - 8);
  regs[REG_RIP] = reinterpret_cast<greg_t>(gort_sigpanic);
  return true;
}

// The same for what cannot be recovered.
[[noreturn]] void fault_of(const signal_cause& cause, place where) {
  walker w = where == place::program           ? goroutine_walker(cause)
             : load_relaxed(gort_tcb.fseq) & 1 ? walker::outside(gort_tcb.curg, &gort_tcb)
                                               : walker::interrupted(gort_tcb.curg, &gort_tcb, cause.context);
  if (is_panic(cause)) {
    char text[96] = "runtime error: ";
    strcat(text, fault_text(cause.signal, cause.code));
    fail_goroutine(failure::panic, text, w, &cause);
  }
  print("unexpected fault address ", hex(cause.address), "\n");
  fail_goroutine(failure::thrown, "fault", w, &cause);
}

void on_fault(int signal, siginfo_t* info, void* context) {
  signal_cause cause{signal, info->si_code, reinterpret_cast<uint64_t>(info->si_addr),
                     static_cast<ucontext_t*>(context)};
  place where = find_place(cause);
  bool of_the_program = !from_user(info) && (where == place::program || where == place::bad_call);
  if (of_the_program && is_panic(cause) && inject_panic(cause, where, static_cast<ucontext_t*>(context))) return;
  dying();
  if (of_the_program) fault_of(cause, where);
  if (from_user(info)) fatal_signal(cause, where);
  if (where == place::runtime) {
    constexpr const char* kText = "unexpected signal during runtime execution";
    if (gort_tcb.curg && on_goroutine_stack(gort_tcb, reg(cause.context, REG_RSP)))
      fail_goroutine(failure::thrown, kText, goroutine_walker(cause), &cause);
    fail_runtime(failure::thrown, kText, walker::native(cause.context), &cause);
  }
  fatal_signal(cause, where);
}

void on_fatal(int signal, siginfo_t* info, void* context) {
  signal_cause cause{signal, info->si_code, reinterpret_cast<uint64_t>(info->si_addr),
                     static_cast<ucontext_t*>(context)};
  dying();
  fatal_signal(cause, find_place(cause));
}

// The kernel sends SIGPIPE to the thread whose write failed, right behind its system call: the descriptor is still in
// rdi.
void on_pipe(int signal, siginfo_t* info, void* context) {
  auto* c = static_cast<ucontext_t*>(context);
  uint16_t before = 0;
  bool of_a_call = reg(c, REG_RAX) == uint64_t(-EPIPE) && read_memory(reg(c, REG_RIP) - 2, before) && before == 0x050f;
  if (of_a_call && (reg(c, REG_RDI) == 1 || reg(c, REG_RDI) == 2)) die_by(signal);
}

void on_nothing(int) {}

// The constructor of a library was here first.
bool is_taken(int signal) {
  struct sigaction now;
  return real_sigaction(signal, nullptr, &now) == 0 && now.sa_handler != SIG_DFL && now.sa_handler != SIG_IGN;
}

void install(int signal, void (*handler)(int, siginfo_t*, void*)) {
  if (is_taken(signal)) return;
  struct sigaction sa{};
  sa.sa_sigaction = handler;
  sa.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART | SA_NODEFER;
  sigfillset(&sa.sa_mask);
  // A fault of the handler's own comes back here, and ends the process with a word instead of silently.
  for (int own : {SIGSEGV, SIGBUS, SIGFPE, SIGILL}) sigdelset(&sa.sa_mask, own);
  real_sigaction(signal, &sa, nullptr);
}

bool is_ignored(int signal) {
  struct sigaction now;
  return real_sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}
}  // namespace

bool is_runtime_handler(const struct sigaction& sa) {
  if (!(sa.sa_flags & SA_SIGINFO)) return sa.sa_handler == on_nothing;
  return sa.sa_sigaction == on_fault || sa.sa_sigaction == on_fatal || sa.sa_sigaction == on_pipe;
}

void install_signal_handlers() {
  for (int signal : {SIGSEGV, SIGBUS, SIGFPE}) install(signal, on_fault);
  install(SIGILL, on_fatal);
  bool go = has_main_main();
  if (go || !is_ignored(SIGQUIT)) install(SIGQUIT, on_fatal);
  if (!go) return;
  for (int signal : {SIGABRT, SIGTRAP, SIGSYS, SIGSTKFLT}) install(signal, on_fatal);
  install(SIGPIPE, on_pipe);
  struct sigaction nothing{};
  nothing.sa_handler = on_nothing;
  nothing.sa_flags = SA_ONSTACK | SA_RESTART;
  for (int signal : {SIGUSR1, SIGUSR2, SIGALRM, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGIO, SIGPWR})
    if (!is_ignored(signal) && !is_taken(signal)) real_sigaction(signal, &nothing, nullptr);
}

}  // namespace gort
