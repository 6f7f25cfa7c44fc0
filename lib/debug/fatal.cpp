// See fatal.h.
#include "debug/fatal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>

#include "base/godebug.h"
#include "base/os_linux.h"
#include "base/print.h"
#include "base/sanitizer.h"
#include "debug/deadlock.h"
#include "debug/memory.h"
#include "debug/names.h"
#include "lang/panic.h"
#include "sched/proc.h"

namespace gort {

namespace {
verbosity asked;
bool main_main;
std::atomic<int> dying_thread{0};

[[noreturn]] void wait_for_the_end() {
  for (;;) os::usleep(1000000);
}

verbosity parse_traceback(const char* text) {
  if (!text) text = "";
  auto is = [&](const char* s) { return strcmp(text, s) == 0; };
  if (is("none")) return {0, false, false};
  if (is("") || is("single")) return {1, false, false};
  if (is("all")) return {1, true, false};
  if (is("system")) return {2, true, false};
  if (is("crash")) return {2, true, true};
  char* end;
  unsigned long level = strtoul(text, &end, 10);
  bool number = *text >= '0' && *text <= '9' && !*end && level <= UINT32_MAX;
  return {number ? int(std::min(level, 2ul)) : 0, true, false};
}

// The process ends while another thread prints why it failed: that one says with which code. Registered first, so it
// runs after all exit handlers of the program.
void at_exit() {
  if (panicking.load(std::memory_order_acquire)) wait_for_the_end();
}

// What nobody recovered. Of several signals the last counts.
void end_by_panic(const panic* newest) {
  dying();
  if (debug.schedtrace > 0 || debug.scheddetail > 0) schedtrace(true);
  freeze_the_world();
  running_panic_defers.store(0, std::memory_order_relaxed);
  {
    printer out;
    print_panics(out, newest);
  }
  for (const panic* p = newest; p; p = p->link) {
    if (!p->cause.signal) continue;
    print_signal(p->cause);
    break;
  }
  verbosity v = traceback_verbosity(failure::panic);
  const g* gp = gort_tcb.curg;
  if (v.level > 0) {
    print("\n");
    print_goroutine_header(gp, v.level);
    print_frames(walker::outside(gp, &gort_tcb), gp, v.level);
    if (v.all) print_other_goroutines(gp, v.level);
  }
  end_process(v.crash);
}
}  // namespace

void debug_init(const ModuleInfo& info) {
  names_init(info);
  main_main = info.main_main != nullptr;
  asked = parse_traceback(getenv("GOTRACEBACK"));
  hook.schedtrace = schedtrace;
  fatal_panic = end_by_panic;
  function_name = [](uint64_t pc) { return name_of(pc).name; };
  if (!main_main) hear_no_signals();
  atexit(at_exit);
}

bool has_main_main() { return main_main; }

void debug_forked() {
  dying_thread.store(0, std::memory_order_relaxed);
  panicking.store(0, std::memory_order_relaxed);
  sched.frozen.store(0, std::memory_order_relaxed);
  running_panic_defers.store(0, std::memory_order_relaxed);
}

void dying() {
  int me = os::gettid(), nobody = 0;
  if (dying_thread.compare_exchange_strong(nobody, me, std::memory_order_acq_rel)) {
    panicking.fetch_add(1, std::memory_order_acq_rel);
    if (debug.fault == 5)
      for (int64_t end = os::nanotime() + 200000000; os::nanotime() < end;) os::usleep(1000);
    return;
  }
  if (nobody != me) wait_for_the_end();
  print("\npanic during panic\n");
  _exit(2);
}

void freeze_the_world() {
  sched.frozen.store(1, std::memory_order_seq_cst);
  // Whoever holds sched.lock cannot be waited for long: it may be this very thread. With the lock in our hands nobody
  // schedules, and nobody comes back from foreign code: we never give it back.
  bool locked = false;
  for (int i = 0; i < 20 && !locked; i++) {
    locked = sched.lock.seize();
    if (!locked) os::usleep(500);
  }
  m* self = gort_tcb.mp;
  sched.gcwaiting.store(true, std::memory_order_seq_cst);
  for (int round = 0; round < 20; round++) {
    bool any = false;
    int32_t n = gomaxprocs.load(std::memory_order_acquire);
    for (int32_t i = 0; i < n; i++) {
      p* pp = allp[i];
      m* mp = pp && pp->status.load(std::memory_order_acquire) == Prunning ? static_cast<m*>(pp->mp) : nullptr;
      tcb* t = mp && mp != self ? mp->tcb : nullptr;
      uint64_t fseq;
      if (!t || !read_memory(reinterpret_cast<uint64_t>(&t->fseq), fseq)) continue;
      if (fseq & 1) {
        if (locked) store_relaxed<uint8_t>(t->steal, 1);
        continue;
      }
      if (!mp->curg || mp->curg->status.load(std::memory_order_acquire) != Grunning) continue;
      any = true;
      // Its handler asks it to yield, wherever it is.
      os::tgkill(mp->tid, SIGURG);
    }
    if (!any) return;
    os::usleep(500);
  }
}

verbosity traceback_verbosity(failure kind) {
  verbosity v = asked;
  if (kind == failure::thrown) {
    v.level = 2;
    v.all = true;
  }
  return v;
}

void print_message(failure kind, const char* text, size_t n) {
  printer out;
  out << (kind == failure::panic ? "panic: " : "fatal error: ");
  for (size_t i = 0; i < n; i++) {
    out << text[i];
    if (text[i] == '\n') out << '\t';
  }
  out << '\n';
}

void print_signal(const fault_cause& cause) {
  printer out;
  out << "[signal ";
  if (const char* text = signal_text(int(cause.signal)))
    out << text;
  else
    out << hex(uint64_t(cause.signal));
  out << " code=" << hex(uint64_t(cause.code)) << " addr=" << hex(cause.address) << " pc=" << hex(cause.pc) << "]\n";
}

void die_by(int signal) {
  struct sigaction dfl{};
  dfl.sa_handler = SIG_DFL;
  real_sigaction(signal, &dfl, nullptr);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  os::tgkill(os::gettid(), signal);
  _exit(2);
}

void end_process(bool crash) {
  if (crash) die_by(SIGABRT);
  _exit(2);
}

namespace {
void begin(failure kind, const char* text, const signal_cause* cause) {
  if (debug.schedtrace > 0 || debug.scheddetail > 0) schedtrace(true);
  print_message(kind, text, strlen(text));
  if (cause) print_signal({cause->signal, cause->code, cause->address, cause->pc()});
  freeze_the_world();
}
}  // namespace

void fail_goroutine(failure kind, const char* text, walker w, const signal_cause* cause) {
  begin(kind, text, cause);
  verbosity v = traceback_verbosity(kind);
  const g* gp = gort_tcb.curg;
  if (v.level > 0) {
    print("\n");
    print_goroutine_header(gp, v.level);
    print_frames(w, gp, v.level);
    if (v.all) print_other_goroutines(gp, v.level);
  }
  end_process(v.crash);
}

void fail_runtime(failure kind, const char* text, walker w, const signal_cause* cause) {
  begin(kind, text, cause);
  verbosity v = traceback_verbosity(kind);
  if (v.level > 0) {
    if (v.level >= 2) {
      print("\nruntime stack:\n");
      print_native_frames(w, v.level);
    }
    print_other_goroutines(nullptr, v.level);
  }
  if (debug.deadlock && strcmp(text, "all goroutines are asleep - deadlock!") == 0) explain_deadlock();
  end_process(v.crash);
}

namespace {
// This thread's system stack from the caller on.
#define GORT_CALLER                                                           \
  walker::native(reinterpret_cast<uint64_t>(__builtin_return_address(0)),     \
                 reinterpret_cast<uint64_t>(__builtin_frame_address(0)) + 16, \
                 *static_cast<uint64_t*>(__builtin_frame_address(0)))

// Called by the program: the failing goroutine's frames begin where it called the runtime.
[[noreturn]] void fail_program(failure kind, const char* text) {
  dying();
  if (const g* gp = gort_tcb.curg) fail_goroutine(kind, text, walker::outside(gp, &gort_tcb), nullptr);
  fail_runtime(kind, text, GORT_CALLER, nullptr);
}
}  // namespace

void throw_(const char* text) {
  dying();
  fail_runtime(failure::thrown, text, GORT_CALLER, nullptr);
}

void fatal(const char* text) { fail_program(failure::fatal, text); }

namespace {
struct c_string {
  c_string(const char* from, int64_t len) {
    size_t n = std::min(size_t(len < 0 ? 0 : len), sizeof text - 1);
    memcpy(text, from, n);
    text[n] = 0;
  }
  char text[4096];
};
}  // namespace

extern "C" {
void gort_throw(const char* text) { fail_program(failure::fatal, text ? text : ""); }

void runtime_throw(const char* text, int64_t len) { fail_program(failure::thrown, c_string(text, len).text); }
void runtime_fatal(const char* text, int64_t len) { fail_program(failure::fatal, c_string(text, len).text); }
}

}  // namespace gort
