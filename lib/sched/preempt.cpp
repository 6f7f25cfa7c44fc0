// lib/sched/preempt.cpp: making a running goroutine yield.
//
// Two ways at once. The limit is poisoned, so that the next prologue enters __morestack (0.2 microseconds, for code
// that calls); and the thread gets SIGURG, whose handler, when the pc lies in module code, makes it look as if that
// instruction had called gort_async_preempt. Native code is never preempted asynchronously: there the handler sets flag
// and poison, and the goroutine yields when it is back.
//
// The flag is sticky and is set before the limit is poisoned; whoever stores the limit tests it afterwards. A store of
// ours that the target's own store overwrites is thus repaired by the target, or by sysmon, which asks again while the
// flag stands.
#include <cpuid.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>

#include "base/godebug.h"
#include "base/os_linux.h"
#include "base/sanitizer.h"
#include "base/stub_code.h"
#include "sched/proc.h"

extern "C" {
uint8_t gort_have_xsavec;
void gort_async_preempt();
void gort_async_cancelled();
}

namespace gort {

uint64_t module_code_lo, module_code_size;
void (*program_urg)(int, siginfo_t*, void*);

namespace {
constexpr size_t kXsaveBuffer = 4096;  // x87, SSE, AVX and AVX-512 state: at most 2,696 bytes

// Whether pc lies in a stub (compiler/bind.h), which has no unwind tables. Other code like that is about to make a tail
// call: in both the return address is what rsp points to, and the caller's registers are in place.
[[gnu::always_inline, clang::disable_sanitizer_instrumentation]] inline bool is_leaving(const volatile uint8_t* pc) {
  if (is_at(pc, kLoadR11))
    pc += sizeof kLoadR11 + 4;
  else if (is_at(pc, kR10ToR11))
    pc += sizeof kR10ToR11;
  if (is_at(pc, kLoadR10d)) pc += sizeof kLoadR10d + 4;
  return is_at(pc, kJumpSlot);
}

// It may interrupt anything, a sanitizer's runtime too: plain accesses, no calls, no instrumentation.
__attribute__((disable_sanitizer_instrumentation)) void on_urg(int sig, siginfo_t* info, void* context) {
  // Requests are sent to one thread. Any other SIGURG (of a socket, by kill) is the program's, when it wants it;
  // otherwise it is taken for a request as well, as Go's runtime does.
  if (info->si_code != SI_TKILL && program_urg) {
    program_urg(sig, info, context);
    return;
  }
  tcb& t = gort_tcb;
  if (!t.mp || !t.curg) return;
  *const_cast<volatile uint8_t*>(&t.preempt) = 1;
  if (t.insignal) return;  // the goroutine under the handler yields when the handler is done
  if (t.fseq & 1) return;
  *const_cast<volatile uint64_t*>(t.mp->limit) = kPoison;
  if (debug.asyncpreemptoff) return;
  auto& regs = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
  uint64_t pc = uint64_t(regs[REG_RIP]), sp = uint64_t(regs[REG_RSP]);
  if (pc - module_code_lo >= module_code_size) return;
  // Not on some other stack: a signal handler's, a C coroutine's.
  if (sp < reinterpret_cast<uint64_t>(t.seg->lo) || sp > reinterpret_cast<uint64_t>(t.seg->hi)) return;
  if (*const_cast<volatile uint8_t*>(&t.curg->cancel) == CANCEL_NOW) {
    if (is_leaving(reinterpret_cast<const uint8_t*>(pc))) {
      regs[REG_RIP] = *reinterpret_cast<greg_t*>(sp) - 1;  // in the call
      regs[REG_RSP] += 8;
    }
    auto* saved = reinterpret_cast<uint64_t*>(t.msp - 128);
    constexpr int kSaved[] = {REG_RSP, REG_RIP, REG_RBP, REG_RBX, REG_R12, REG_R13, REG_R14, REG_R15};
    for (int reg : kSaved) *saved++ = uint64_t(regs[reg]);
    regs[REG_RBP] = regs[REG_RSP] = reinterpret_cast<greg_t>(t.msp - 128);
    regs[REG_RIP] = reinterpret_cast<greg_t>(&gort_async_cancelled);
    return;
  }
  if (!t.xfree) return;
  sp -= 8;
  *reinterpret_cast<uint64_t*>(sp) = pc;
  regs[REG_RSP] = greg_t(sp);
  regs[REG_RIP] = reinterpret_cast<greg_t>(&gort_async_preempt);
}
}  // namespace

void install_preempt_handler() {
  unsigned a, b, c, d;
  if (__get_cpuid_count(0xd, 1, &a, &b, &c, &d)) gort_have_xsavec = a >> 1 & 1;
  struct sigaction sa{};
  sa.sa_sigaction = on_urg;
  sa.sa_flags = SA_SIGINFO | SA_ONSTACK | SA_RESTART;
  sigfillset(&sa.sa_mask);
  real_sigaction(SIGURG, &sa, nullptr);
}

// Keeps two buffers on the list of a thread that is about to run a goroutine, so that neither handler nor assembly ever
// allocates. (A thread that runs none, like sysmon, would pay for an arena of malloc's besides.)
void xsave_refill(m* mp) {
  for (;;) {
    void* first = gort_tcb.xfree;
    if (first && *static_cast<void**>(first)) return;
    void* buffer = aligned_alloc(64, kXsaveBuffer);
    if (!buffer) throw_("out of memory (register buffers)");
    memset(buffer, 0, kXsaveBuffer);
    *static_cast<void**>(buffer) = first;
    gort_tcb.xfree = buffer;
  }
}

// Under sched.lock: a thread that ends takes its tcb away under it.
void preemptone(m* mp) {
  auto* t = mp->tcb;
  if (!t || mp->dying) return;
  store_relaxed<uint8_t>(t->preempt, 1);
  std::atomic_signal_fence(std::memory_order_seq_cst);
  store_relaxed(*mp->limit, kPoison);
  // Not to one that is outside: a C function in a system call would see EINTR, and it will look when it comes back.
  if (load_relaxed(t->fseq) & 1) return;
  if (!debug.asyncpreemptoff && mp->tid) os::tgkill(mp->tid, SIGURG);
}

void preemptall() {
  lock_guard hold(sched.lock);
  int32_t n = gomaxprocs.load(std::memory_order_acquire);
  for (int32_t i = 0; i < n; i++) {
    p* pp = allp[i];
    if (!pp || pp->status.load(std::memory_order_acquire) != Prunning) continue;
    m* mp = pp->mp.load(std::memory_order_acquire);
    if (mp && mp != gort_tcb.mp) preemptone(mp);
  }
}

}  // namespace gort
