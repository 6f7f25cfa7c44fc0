// See traceback.h.
#include "debug/traceback.h"

#include "base/os_linux.h"
#include "base/print.h"
#include "debug/names.h"
#include "lang/panic.h"
#include "sched/proc.h"

extern "C" const char gort_defercall_ret[];

namespace gort {

namespace {
constexpr int kInner = 50, kOuter = 50;

bool in_foreign_code(const g* gp) {
  const m* mp = gp->mp;
  const tcb* t = mp ? mp->tcb : nullptr;
  return t && (load_relaxed(t->fseq) & 1);
}

const char* status_text(const g* gp) {
  switch (gp->status.load(std::memory_order_acquire)) {
    case Gidle:
      return "idle";
    case Grunnable:
      return "runnable";
    case Grunning:
      return in_foreign_code(gp) ? "syscall" : "running";
    case Gwaiting:
      return gp->waitreason == wait_reason::none ? "waiting" : wait_reason_text(gp->waitreason);
    case Gdead:
      return "dead";
    default:
      return "???";
  }
}

// Locked by the program, or by C frames that it must return to. That a C program's main keeps its thread is not news.
bool shows_locked(const g* gp) {
  return gp->lockedm && (gp->locked_ext > 0 || gp->pinned || (gp->locked_int > 0 && !gp->c_main));
}

// A deferred call because of a panic: where the program's code that panicked meets what was deferred.
const panic* panic_of(const frame& f) {
  if (f.pc != reinterpret_cast<uint64_t>(gort_defercall_ret)) return nullptr;
  return *reinterpret_cast<const panic* const*>(f.fp - 24);
}

bool is_shown(const frame& f, int level) { return level >= 2 || is_program_code(f.pc) || panic_of(f); }

void print_place(printer& out, const code_name& n) {
  out << '\t' << (*n.file ? n.file : "?");
  if (n.line) out << ':' << n.line;
}

void print_frame(const frame& f, int level) {
  printer out;
  code_name n = name_of(f.lookup());
  if (const panic* p = panic_of(f)) {
    if (p->goexit)
      out << "runtime_Goexit(...)\n";
    else
      out << "panic({" << hex(reinterpret_cast<uint64_t>(p->arg.typ)) << ", "
          << hex(reinterpret_cast<uint64_t>(p->arg.data)) << "})\n";
  } else {
    if (n.name)
      print_name(out, n.name);
    else
      out << hex(f.pc);
    out << "(...)\n";
  }
  print_place(out, n);
  if (n.entry && f.pc > n.entry) out << " +" << hex(f.pc - n.entry);
  if (level >= 2) out << " fp=" << hex(f.fp) << " sp=" << hex(f.sp) << " pc=" << hex(f.pc);
  out << '\n';
}

// Prints the frames that `filter` lets through; how many there were.
uint64_t print_walk(walker w, int filter, int level) {
  frame f, outer[kOuter];
  uint64_t n = 0;
  while (w.next(f)) {
    if (!is_shown(f, filter)) continue;
    if (n < kInner)
      print_frame(f, level);
    else
      outer[(n - kInner) % kOuter] = f;
    n++;
  }
  if (n <= kInner) return n;
  uint64_t rest = n - kInner, skip = rest > kOuter ? rest - kOuter : 0;
  if (skip) print("...", skip, " frames elided...\n");
  for (uint64_t i = skip; i < rest; i++) print_frame(outer[i % kOuter], level);
  return n;
}

void print_created_by(const g* gp, int level) {
  if (gp->goid == 1 || !gp->gopc) return;
  code_name n = name_of(gp->gopc - 1);
  if (!n.name || (n.kind != code_name::program && level < 2)) return;
  printer out;
  out << "created by ";
  print_name(out, n.name);
  if (gp->parent_goid) out << " in goroutine " << gp->parent_goid;
  out << '\n';
  print_place(out, n);
  if (gp->gopc > n.entry) out << " +" << hex(gp->gopc - n.entry);
  out << '\n';
}
}  // namespace

void print_goroutine_header(const g* gp, int level) {
  printer out;
  out << "goroutine " << gp->goid;
  if (level >= 2) {
    out << " gp=" << hex(reinterpret_cast<uint64_t>(gp));
    if (const m* mp = gp->mp)
      out << " m=" << mp->id << " mp=" << hex(reinterpret_cast<uint64_t>(mp));
    else
      out << " m=nil";
  }
  out << " [" << status_text(gp);
  int64_t minutes = gp->waitsince ? (os::nanotime() - gp->waitsince) / 60000000000 : 0;
  if (gp->status.load(std::memory_order_relaxed) == Gwaiting && minutes >= 1) out << ", " << minutes << " minutes";
  if (shows_locked(gp)) out << ", locked to thread";
  out << "]:\n";
}

void print_frames(walker w, const g* gp, int level) {
  // When hiding the runtime's frames hides all, they are all there is to see. When there are none, the goroutine's
  // function has handed over to another by a jump; it still says what this goroutine is.
  if (print_walk(w, level, level) == 0 && print_walk(w, 2, level) == 0 && gp->startpc && gp->goid != 1)
    print_frame({gp->startpc, 0, 0, true}, 1);
  print_created_by(gp, level);
}

void print_goroutine(const g* gp, int level) {
  print_goroutine_header(gp, level);
  if (gp->status.load(std::memory_order_acquire) != Grunning) return print_frames(walker::parked(gp), gp, level);
  const m* mp = gp->mp;
  const tcb* t = mp ? mp->tcb : nullptr;
  if (t && (t == &gort_tcb || in_foreign_code(gp))) return print_frames(walker::outside(gp, t), gp, level);
  print("\tgoroutine running on other thread; stack unavailable\n");
  print_created_by(gp, level);
}

void print_other_goroutines(const g* me, int level) {
  const g* current = gort_tcb.curg;
  if (current && current != me) {
    print("\n");
    print_goroutine(current, level);
  }
  for (const g* gp : g_list()) {
    if (gp == me || gp == current) continue;
    uint32_t status = gp->status.load(std::memory_order_acquire);
    if (status == Gdead || status == Gidle) continue;
    if (gp->system && level < 2) continue;
    print("\n");
    print_goroutine(gp, level);
  }
}

void print_native_frames(walker w, int level) { print_walk(w, 2, level); }

// allgs has the newest first.
g_list::g_list() {
  g* newest = allgs.load(std::memory_order_acquire);
  for (g* gp = newest; gp; gp = gp->alllink) count_++;
  if (count_) at_ = static_cast<g**>(os::reserve(count_ * sizeof(g*)));
  if (!at_) count_ = 0;
  size_t i = count_;
  for (g* gp = newest; i > 0; gp = gp->alllink) at_[--i] = gp;
}
g_list::~g_list() {
  if (at_) os::release(at_, count_ * sizeof(g*));
}

}  // namespace gort
