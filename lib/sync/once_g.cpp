// lib/sync/once_g.cpp: what runs once (gort_once), as Go's sync.Once: those who come meanwhile wait for the first one's
// call to end, and a call that panics has been made too.
#include <atomic>

#include "lang/defer.h"
#include "sync/mutex.h"

namespace gort {

extern "C" {
int runtime_deferprep(defer_frame* f) __attribute__((returns_twice));
void runtime_deferprocStack(defer_frame* f, defer_record* d, funcval* fn);
void runtime_deferreturn(defer_frame* f);
}

struct c_once {
  std::atomic<uint32_t> done;  // gort.h reads it before it calls
  c_mutex m;
};

namespace {
struct finish : funcval {
  c_once* once;
};
void finished(funcval* fv) {
  c_once* o = static_cast<finish*>(fv)->once;
  o->done.store(1, std::memory_order_release);
  mutex_unlock(&o->m);
}
}  // namespace

extern "C" {
void gort_once_slow(c_once* o, void (*fn)(void*), void* arg) {
  mutex_lock(&o->m);
  if (o->done.load(std::memory_order_relaxed)) return mutex_unlock(&o->m);
  defer_frame frame;
  defer_record record;
  finish fv{{finished}, o};
  if (runtime_deferprep(&frame)) return;
  runtime_deferprocStack(&frame, &record, &fv);
  fn(arg);
  runtime_deferreturn(&frame);
}

void gort_once_do(c_once* o, void (*fn)(void*), void* arg) {
  if (!o->done.load(std::memory_order_acquire)) gort_once_slow(o, fn, arg);
}
}

}  // namespace gort
