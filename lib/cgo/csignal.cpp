// lib/cgo/csignal.cpp: signal() and sigaction() of the program.
//
// The kernel is given on_signal for every handler that the program installs, always with SA_ONSTACK: a goroutine's
// segment may have no room for a signal frame. on_signal runs natively on the thread's alternate stack
// (sched/sigstack.h) and makes the thread look as if it were in foreign code that a goroutine with a stack of its own
// had called; then it calls the handler, which arrives as any callback does: __morestack runs it on the alternate
// stack's checked part, and C functions that it calls run on the system part. Afterwards everything is put back, the
// counter by its parity.
//
// While tcb.insignal is above zero the thread does not yield, nobody takes its P, and nobody waits for one: what the
// handler interrupted may hold any lock and believes in its P.
//
// What a handler may do is what C allows it: async-signal-safe functions, siglongjmp, plain memory. The functions of
// the runtime that start, wake or park goroutines are not among them.
//
// Signals for the process go to the first thread of a plain C program; when it uses goroutines, to any thread
// (sched/thread.cpp). A signal mask belongs to a thread, so a goroutine that sets one locks itself to its thread.
// SIGURG stays the runtime's; a handler for it is called for every SIGURG that was not sent to a single thread.
#include "cgo/csignal.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>

#include <atomic>

#include "base/os_linux.h"
#include "base/sanitizer.h"
#include "debug/fatal.h"
#include "sched/proc.h"
#include "sched/sigstack.h"

namespace gort {

extern void (*program_urg)(int, siginfo_t*, void*);

namespace {
// What the program has installed. A handler reads its entry while another thread may write it: `fn` is what counts.
struct installed {
  std::atomic<uintptr_t> fn{0};
  int flags = 0;
  sigset_t mask{};
};
installed table[NSIG];

using handler = void (*)(int, siginfo_t*, void*);
extern "C" void gort_call_on(uint8_t* stack, handler fn, int signal, siginfo_t* info, void* context);

bool on_stack(const segment* s, uint64_t sp) {
  return s && sp >= reinterpret_cast<uint64_t>(s->lo) && sp <= reinterpret_cast<uint64_t>(s->hi);
}

// From here on the thread is in "foreign code" that a stand-in of the goroutine called. Returns the system stack to
// use.
//
// Another signal may come at any instruction of this and of leave(). We run on the checked part (or, on a thread
// without an alternate stack, on the thread's own); until insignal is up the other signal uses the system part from the
// top, which nobody does yet; afterwards from tcb.msp.
uint8_t* enter(signal_frame& f, const ucontext_t* context) {
  tcb& t = gort_tcb;
  if (!t.sigstack) {
    // A thread that the runtime has not met. It keeps the stack until it ends.
    t.sigstack = sigstack_map();
    if (!t.sigstack) throw_("out of memory (signal stack)");
    t.errno_off = reinterpret_cast<int64_t>(__errno_location()) - int64_t(thread_pointer());
  }
  sigstack* s = t.sigstack;
  f.outer = s->frames;
  f.context = context;
  f.on_program_stack = false;
  f.seg = t.seg;
  f.msp = t.msp;
  f.gsp = t.gsp;
  f.grbp = t.grbp;
  f.curg = t.curg;
  f.limit = load_relaxed(*limit_address());
  f.outside = load_relaxed(t.fseq) & 1;
  auto* here = static_cast<uint8_t*>(__builtin_frame_address(0));
  auto below = [](uint8_t* p) { return reinterpret_cast<uint64_t>(p - 1024) & ~uint64_t(63); };
  uint8_t* system;
  if (on_stack(&s->seg, reinterpret_cast<uint64_t>(here))) {
    // Below the signal frame and this function.
    system = t.insignal ? t.msp : s->hi;
    t.gsp = below(here);
  } else {
    // On the system part: a C function that a handler called was interrupted. Or on a thread's own stack.
    system = reinterpret_cast<uint8_t*>(below(here));
    if (!t.insignal) t.gsp = reinterpret_cast<uint64_t>(s->seg.hi);
  }
  f.system = system;
  t.msp = system;
  t.seg = &s->seg;
  t.grbp = reinterpret_cast<uint64_t>(&f);
  s->stand_in.mp = t.mp;
  // Between goroutines: thread-local variables are still those of the goroutine that alone this thread runs, if there
  // is one.
  if (!t.curg) t.curg = t.mp && t.mp->lockedg ? t.mp->lockedg : &s->stand_in;
  f.errno_ = t.curg->errno_;
  s->frames = &f;
  __atomic_store_n(&t.insignal, uint8_t(t.insignal + 1), __ATOMIC_RELEASE);
  if (!f.outside) __atomic_store_n(&t.fseq, t.fseq + 1, __ATOMIC_RELEASE);
  store_relaxed(*limit_address(), kPoison);
  return system;
}

void leave(const signal_frame& f) {
  tcb& t = gort_tcb;
  // The parity first: retake_foreign (sched/foreign.cpp) looks at insignal after the counter.
  if (!f.outside) __atomic_store_n(&t.fseq, t.fseq + 1, __ATOMIC_RELEASE);
  __atomic_store_n(&t.insignal, uint8_t(t.insignal - 1), __ATOMIC_RELEASE);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  t.sigstack->frames = f.outer;
  t.curg->errno_ = f.errno_;
  t.curg = f.curg;
  t.grbp = f.grbp;
  t.gsp = f.gsp;
  t.seg = f.seg;
  t.msp = f.msp;
  // The limit, and then the flag: a request that came meanwhile is for what was interrupted.
  store_relaxed(*limit_address(), f.limit);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  if (load_relaxed(t.preempt) && t.seg) store_relaxed(*limit_address(), kPoison);
}

void on_signal(int signal, siginfo_t* info, void* context) { run_program_handler(signal, info, context); }

bool is_ours(const struct sigaction& sa) { return (sa.sa_flags & SA_SIGINFO) && sa.sa_sigaction == on_signal; }

bool is_default_or_ignore(const struct sigaction& sa) { return sa.sa_handler == SIG_DFL || sa.sa_handler == SIG_IGN; }

// SIGURG: the kernel keeps the runtime's handler, the table is all there is.
void act_on_urg(const struct sigaction* act, struct sigaction* old) {
  installed& mine = table[SIGURG];
  if (old) {
    memset(old, 0, sizeof *old);
    old->sa_sigaction = reinterpret_cast<handler>(mine.fn.load(std::memory_order_acquire));
    old->sa_flags = mine.flags;
    old->sa_mask = mine.mask;
  }
  if (!act) return;
  mine.flags = act->sa_flags;
  mine.mask = act->sa_mask;
  mine.fn.store(reinterpret_cast<uintptr_t>(act->sa_sigaction), std::memory_order_release);
  program_urg = is_default_or_ignore(*act) ? nullptr : run_program_handler;
}
}  // namespace

void run_program_handler(int signal, siginfo_t* info, void* context) {
  int saved = errno;
  auto fn = reinterpret_cast<handler>(table[signal].fn.load(std::memory_order_acquire));
  signal_frame f;
  uint8_t* system = enter(f, static_cast<ucontext_t*>(context));
  f.on_program_stack = table[signal].flags & SA_ONSTACK && !(gort_tcb.sigstack->program.ss_flags & SS_DISABLE);
  gort_call_on(system, fn, signal, info, context);
  leave(f);
  errno = saved;
}

extern "C" {

int gort_sigaction(int signal, const struct sigaction* act, struct sigaction* old) {
  if (signal <= 0 || signal >= NSIG) {
    errno = EINVAL;
    return -1;
  }
  if (signal == SIGURG) {
    act_on_urg(act, old);
    return 0;
  }
  installed& mine = table[signal];
  struct sigaction was{}, give, before;
  was.sa_sigaction = reinterpret_cast<handler>(mine.fn.load(std::memory_order_acquire));
  was.sa_flags = mine.flags;
  was.sa_mask = mine.mask;
  const struct sigaction* pass = nullptr;
  if (act) {
    give = *act;
    pass = &give;
    if (!is_default_or_ignore(*act)) {
      native_handler_installed();
      mine.flags = act->sa_flags;
      mine.mask = act->sa_mask;
      mine.fn.store(reinterpret_cast<uintptr_t>(act->sa_sigaction), std::memory_order_release);
      give.sa_sigaction = on_signal;
      give.sa_flags |= SA_SIGINFO | SA_ONSTACK;
    }
  }
  if (real_sigaction(signal, pass, &before) != 0) return -1;
  if (!old) return 0;
  if (is_ours(before)) {
    *old = was;
  } else if (is_runtime_handler(before)) {
    memset(old, 0, sizeof *old);
    old->sa_handler = SIG_DFL;
  } else {
    *old = before;
  }
  return 0;
}

using simple_handler = void (*)(int);

namespace {
simple_handler install(int signal, simple_handler fn, int flags) {
  if (fn == SIG_ERR) {
    errno = EINVAL;
    return SIG_ERR;
  }
  struct sigaction act{}, old;
  act.sa_handler = fn;
  act.sa_flags = flags;
  return gort_sigaction(signal, &act, &old) == 0 ? old.sa_handler : SIG_ERR;
}
}  // namespace

simple_handler gort_signal(int signal, simple_handler fn) { return install(signal, fn, SA_RESTART); }

// System V's: one shot, not blocked meanwhile. What <signal.h> makes of signal() in strict ISO mode.
simple_handler gort_sysv_signal(int signal, simple_handler fn) {
  return install(signal, fn, SA_RESETHAND | SA_NODEFER);
}

// The thread's alternate stack stays ours, and all handlers run there. The program is told what it wants to hear.
int gort_sigaltstack(const stack_t* ss, stack_t* old) {
  sigstack* s = gort_tcb.sigstack;
  if (!s || !s->installed) return os::sigaltstack(ss, old);
  stack_t now = s->program;
  bool in_handler = false;
  for (auto* f = gort_tcb.insignal ? s->frames : nullptr; f; f = f->outer) in_handler |= f->on_program_stack;
  if (ss) {
    if (in_handler) {
      errno = EPERM;
      return -1;
    }
    if (ss->ss_flags & ~(SS_DISABLE | SS_ONSTACK | int(1u << 31))) {
      errno = EINVAL;
      return -1;
    }
    if (!(ss->ss_flags & SS_DISABLE) && ss->ss_size < 2048) {
      errno = ENOMEM;
      return -1;
    }
    s->program = *ss;
    if (ss->ss_flags & SS_DISABLE) {
      s->program = stack_t{};
      s->program.ss_flags = SS_DISABLE;
    } else {
      s->program.ss_flags = 0;
    }
  }
  if (old) {
    *old = now;
    if (in_handler) old->ss_flags |= SS_ONSTACK;
  }
  return 0;
}

simple_handler gort_sigset(int signal, simple_handler fn) {
  sigset_t mine, before;
  sigemptyset(&mine);
  if (sigaddset(&mine, signal)) return SIG_ERR;
  struct sigaction old;
  if (fn == SIG_HOLD) {
    if (gort_sigaction(signal, nullptr, &old)) return SIG_ERR;
    pthread_sigmask(SIG_BLOCK, &mine, &before);
  } else {
    old.sa_handler = install(signal, fn, 0);
    if (old.sa_handler == SIG_ERR) return SIG_ERR;
    pthread_sigmask(SIG_UNBLOCK, &mine, &before);
  }
  return sigismember(&before, signal) ? SIG_HOLD : old.sa_handler;
}

// longjmp out of handlers (setjmp_amd64.S): on the alternate stack, all signal frames above `depth` are given up.
void gort_leave_signal(uint64_t depth) {
  tcb& t = gort_tcb;
  sigstack* s = t.sigstack;
  if (depth > t.insignal) throw_("longjmp into a signal handler that has returned");
  signal_frame* f = nullptr;
  while (t.insignal > depth) {
    f = s->frames;
    s->frames = f->outer;
    store_relaxed(t.insignal, uint8_t(t.insignal - 1));
  }
  if (t.insignal) return;
  if (!f->curg) throw_("longjmp out of a signal handler that did not interrupt a goroutine");
  bool in_runtime = !f->outside && !on_stack(f->seg, uint64_t(f->context->uc_mcontext.gregs[REG_RSP]));
  if (in_runtime) throw_("longjmp out of a signal handler that interrupted the runtime");
  t.curg = f->curg;
  t.curg->errno_ = f->errno_;
  // A handler's code is inside, as what we jump to is. What it interrupted was perhaps outside and has lost its P.
  if (f->outside && load_relaxed(t.steal)) gort_exitsyscall();
}

}  // extern "C"

// Native code jumps to `sp`: handlers that it leaves by that are done.
void leave_handlers_for(uint64_t sp) {
  tcb& t = gort_tcb;
  while (t.insignal) {
    signal_frame* f = t.sigstack->frames;
    auto here = reinterpret_cast<uint64_t>(__builtin_frame_address(0));
    if (here <= sp && sp <= reinterpret_cast<uint64_t>(f->system)) return;  // to a frame of the handler's own
    // Only native code that was interrupted may have made the jmp_buf.
    if (f->seg && !f->outside)
      throw_("longjmp of foreign code out of a signal handler that did not interrupt foreign code");
    leave(*f);
  }
}

}  // namespace gort
