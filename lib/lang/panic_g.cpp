// See panic.h. Checked code.
#include <signal.h>

#include "base/godebug.h"
#include "lang/defer.h"
#include "lang/error.h"
#include "lang/panic.h"
#include "lang/type_names.h"
#include "sched/proc.h"
#include "sched/systemstack.h"

extern "C" {
void gort_defercall(void* arg, gort::panic* p, void (*code)(void*));
[[noreturn]] void gort_deferresume(const gort::defer_frame* f, uint8_t* msp);
}

namespace gort {

namespace {
// Its method Error or String, of type func() string; null: it has none.
using text_method = go_string (*)(const void*);
text_method find_text_method(const type* t, const char* name) {
  const uncommon_type* u = uncommon(t);
  auto at = reinterpret_cast<const uint8_t*>(t);
  if (!u) return nullptr;
  auto* methods = reinterpret_cast<const method*>(reinterpret_cast<const uint8_t*>(u) + u->moff);
  for (uint16_t i = 0; i < u->mcount; i++) {
    const method& m = methods[i];
    go_string s = decode_name(at + m.name);
    int64_t k = 0;
    while (k < s.len && name[k] && s.ptr[k] == name[k]) k++;
    if (k != s.len || name[k] || !m.mtyp || !m.ifn) continue;
    auto* type = reinterpret_cast<const func_type*>(at + m.mtyp);
    auto* outs = reinterpret_cast<const gort::type* const*>(type + 1);
    if (type->kind == kind::func && type->in_count == 0 && type->out_count == 1 && outs[0]->kind == kind::string)
      return reinterpret_cast<text_method>(uint64_t(at) + uint64_t(int64_t(m.ifn)));
  }
  return nullptr;
}

// A value that is an error, or can say what it is, as its text.
eface said(eface v) {
  text_method say = nullptr;
  if (v.typ) say = find_text_method(v.typ, "Error");
  if (v.typ && !say) say = find_text_method(v.typ, "String");
  if (!say) return v;
  go_string text = say(v.data);
  void* box;
  systemstack(box_text, &text, &box);
  return {&gort_type_string, box};
}

// While the program's code can still run.
void preprint(panic* newest) {
  for (panic* p = newest->link; p; p = p->link)
    if (p->printing) systemstack(throw_while_printing, newest);
  newest->printing = true;
  for (panic* p = newest; p; p = p->link) {
    if (p->link && p->link->arg.typ == p->arg.typ && p->link->arg.data == p->arg.data) {
      p->link->repanicked = true;
      continue;
    }
    p->arg = said(p->arg);
  }
}

[[noreturn]] void end_goroutine(g* gp) {
  for (panic* p = gp->panics; p; p = p->link)
    if (!p->goexit) running_panic_defers.fetch_sub(1, std::memory_order_relaxed);
  gp->panics = nullptr;
  if (gp->tls_dtors) hook.goroutine_end();
  gort_mcall(goexit0);
  __builtin_unreachable();
}

void begin(g* gp, panic& p) {
  p.link = gp->panics;
  p.seg = get_segment();
  gp->panics = &p;
}
}  // namespace

namespace {
// The system stack's level when f's function called deferprep. Foreign frames that lay on it then still do, which holds
// the goroutine on its thread; when the level noted is another thread's there were none.
uint8_t* msp_at(const defer_frame* f) {
  const m* mp = getm();
  bool ours = mp->foreign || uint64_t(mp->g0_top - f->msp) < kG0Stack;
  return ours ? f->msp : mp->g0_top;
}

// What gp's function goes on with when f's deferred call has recovered p. Returns when p has taken the place of a
// Goexit.
void recovery(g* gp, panic& p, const defer_frame* f) {
  for (panic* q = &p;; q = q->link) {
    if (!q || is_outside(q->seg, reinterpret_cast<uint64_t>(q), f->seg, f->rsp)) {
      gp->panics = q;
      gort_deferresume(f, msp_at(f));
    }
    if (q->goexit) {
      p.link = q->link;
      p.goexit = true;
      return;
    }
    running_panic_defers.fetch_sub(1, std::memory_order_relaxed);
  }
}

// Until nothing is deferred any more.
void run_defers(g* gp, panic& p) {
  while (defer_frame* f = gp->defers) {
    if (!f->head) {
      gp->defers = f->link;
      continue;
    }
    deferred_call call = defer_pop(f);
    p.wrapper = panic::kNoWrapper;
    if (!call.code) panic_nil();
    gort_defercall(call.arg, &p, call.code);
    if (gp->panics != &p) systemstack(throw_, "bad panic stack");
    if (!p.recovered) continue;
    recovery(gp, p, f);
    p.recovered = false;
  }
}

[[noreturn]] void start(panic& p) {
  g* gp = getg();
  begin(gp, p);
  running_panic_defers.fetch_add(1, std::memory_order_relaxed);
  // What a handler of the program has interrupted cannot be unwound.
  if (!in_signal_handler()) run_defers(gp, p);
  if (p.goexit) end_goroutine(gp);
  // What runtime.main has deferred is the last: goroutine 1 unlocks its thread (BOOT row 12).
  if (hook.goexit) systemstack(hook.goexit, gp);
  preprint(&p);
  systemstack(fatal_panic, &p);
  __builtin_unreachable();
}

[[noreturn]] void raise(const char* text, const fault_cause& cause) {
  void* box;
  systemstack(box_string, text, &box);
  panic p{.arg = {&gort_type_error_string, box}, .cause = cause};
  start(p);
}

[[noreturn]] void raise_at(uint64_t address, const fault_cause& cause) {
  void* box;
  systemstack(box_error_address, fault_text(SIGSEGV, SEGV_MAPERR), address, &box);
  panic p{.arg = {&gort_type_error_address, box}, .cause = cause};
  start(p);
}
}  // namespace

void gopanic(eface value) {
  panic p{.arg = value};
  if (!value.typ && !debug.panicnil) {
    void* box;
    systemstack(box_nothing, &box);
    p.arg = {&gort_type_panic_nil_error, box};
  }
  start(p);
}

void panic_error_string(const char* text) { raise(text, {}); }
void panic_plain_error(const char* text) {
  void* box;
  systemstack(box_string, text, &box);
  gopanic({&gort_type_plain_error, box});
}
void panic_nil() {
  raise(fault_text(SIGSEGV, SEGV_MAPERR),
        {SIGSEGV, SEGV_MAPERR, 0, reinterpret_cast<uint64_t>(__builtin_return_address(0))});
}

extern "C" {
void runtime_gopanic(const type* typ, void* data) { gopanic({typ, data}); }

void gort_panic(const char* text) {
  go_string copy;
  void* box;
  systemstack(copy_text, text, &copy);
  systemstack(box_text, &copy, &box);
  gopanic({&gort_type_string, box});
}

char* gort_value_text(const type* typ, void* data) {
  eface v = said({typ, data});
  char* text;
  systemstack(value_text, &v, &text);
  return text;
}

void runtime_Goexit() {
  panic p{.goexit = true};
  g* gp = getg();
  begin(gp, p);
  run_defers(gp, p);
  end_goroutine(gp);
}

void runtime_panicmemAddr(uint64_t address) { raise_at(address, {}); }

bool runtime_debug_setPanicOnFault(bool on) {
  g* gp = getg();
  bool before = gp->paniconfault;
  gp->paniconfault = on;
  return before;
}

// Out of gort_sigpanic: an instruction of the program could not be carried out.
void gort_sigpanic1(const fault_cause* cause) {
  fault_cause copy = *cause;
  if (copy.signal != SIGFPE && copy.address >= kNearNull) raise_at(copy.address, copy);
  raise(fault_text(copy.signal, copy.code), copy);
}
}

}  // namespace gort
