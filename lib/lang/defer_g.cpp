// lib/lang/defer_g.cpp: deferring and running deferred calls on a function's way out. Checked code; between a look at
// the P's list and the change of it nothing can preempt.
#include "lang/defer.h"
#include "lang/panic.h"
#include "sched/systemstack.h"

namespace gort {

namespace {
defer_record* new_record() {
  p* pp = getm()->p_;
  if (!pp->deferpool) {
    systemstack(defer_refill);
    pp = getm()->p_;
  }
  defer_record* d = pp->deferpool;
  pp->deferpool = reinterpret_cast<defer_record*>(d->link);
  pp->ndeferpool = pp->ndeferpool - 1;
  return d;
}

void push(defer_frame* f, defer_record* d, defer_ref ref) {
  d->link = f->head;
  f->head = ref;
}
}  // namespace

const funcval* defer_pop(defer_frame* f, defer_record::closure* c_call) {
  auto* d = reinterpret_cast<defer_record*>(f->head & ~1ull);
  bool ours = f->head & 1;
  const funcval* fn = d->fn;
  f->head = d->link;
  if (!ours) return fn;
  if (fn == &d->c.code) {
    *c_call = d->c;
    fn = &c_call->code;
  }
  p* pp = getm()->p_;
  d->fn = nullptr;
  d->link = reinterpret_cast<defer_ref>(static_cast<defer_record*>(pp->deferpool));
  pp->deferpool = d;
  pp->ndeferpool = pp->ndeferpool + 1;
  if (pp->ndeferpool >= 2 * kDeferBatch) systemstack(defer_flush);
  return fn;
}

extern "C" {

void runtime_deferproc(defer_frame* f, const funcval* fn) {
  defer_record* d = new_record();
  d->fn = fn;
  push(f, d, reinterpret_cast<defer_ref>(d) | 1);
}

void runtime_deferprocStack(defer_frame* f, defer_record* d, const funcval* fn) {
  d->fn = fn;
  push(f, d, reinterpret_cast<defer_ref>(d));
}

void gort_defer(defer_frame* f, void (*fn)(void*), void* arg) {
  defer_record* d = new_record();
  d->c = {{gort_deferred_c}, fn, arg};
  d->fn = &d->c.code;
  push(f, d, reinterpret_cast<defer_ref>(d) | 1);
}

void runtime_deferreturn(defer_frame* f) {
  while (f->head) {
    defer_record::closure c_call;
    auto* fn = const_cast<funcval*>(defer_pop(f, &c_call));
    if (!fn) panic_nil();
    fn->fn(fn);
  }
  getg()->defers = f->link;
}
}

}  // namespace gort
