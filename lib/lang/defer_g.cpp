// lib/lang/defer_g.cpp: deferring and running deferred calls on a function's way out. Checked code; between a look at
// the P's list and the change of it nothing can preempt.
#include "lang/defer.h"
#include "lang/panic.h"
#include "sched/systemstack.h"

extern "C" void gort_calldeferred(void* arg, void (*code)(void*));

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

void push(defer_frame* f, defer_record* d, void* fn, void* arg, uint64_t bits) {
  d->fn = fn;
  d->arg = arg;
  d->link = f->head;
  f->head = reinterpret_cast<defer_ref>(d) | bits;
}
}  // namespace

deferred_call defer_pop(defer_frame* f) {
  constexpr defer_ref kBits = DEFER_HEAP | DEFER_C;
  defer_ref ref = f->head;
  auto* d = reinterpret_cast<defer_record*>(ref & ~kBits);
  f->head = d->link;
  deferred_call call{nullptr, d->fn};
  if (ref & DEFER_C)
    call = {reinterpret_cast<void (*)(void*)>(d->fn), d->arg};
  else if (d->fn)
    call.code = *static_cast<void (**)(void*)>(d->fn);
  if (!(ref & DEFER_HEAP)) return call;
  p* pp = getm()->p_;
  d->fn = d->arg = nullptr;
  d->link = reinterpret_cast<defer_ref>(static_cast<defer_record*>(pp->deferpool));
  pp->deferpool = d;
  pp->ndeferpool = pp->ndeferpool + 1;
  if (pp->ndeferpool >= 2 * kDeferBatch) systemstack(defer_flush);
  return call;
}

extern "C" {

void runtime_deferproc(defer_frame* f, funcval* fn) { push(f, new_record(), fn, nullptr, DEFER_HEAP); }

// gort_defer and runtime_deferreturn (defer_amd64.S) when records of the runtime's are needed.
void gort_defer_slow(defer_frame* f, void* fn, void* arg) { push(f, new_record(), fn, arg, DEFER_HEAP | DEFER_C); }

void gort_deferreturn(defer_frame* f) {
  while (f->head) {
    deferred_call call = defer_pop(f);
    if (!call.code) panic_nil();
    gort_calldeferred(call.arg, call.code);
  }
}
}

}  // namespace gort
