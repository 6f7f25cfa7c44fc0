// lib/cgo/cancel.cpp: pthread_exit, pthread_cancel, and cleanup handlers.
//
// On a thread that C made they are the C library's: it unwinds the thread's stack by force from where pthread_exit was
// called or a cancellation point waited, through the thunk there, the module's frames, segment edges and callbacks
// (unwind_amd64.S), down to the thread's start. C++ and C with -fexceptions have their handlers called by that. C
// without exceptions writes pthread_cleanup_push as a setjmp and a call that registers the buffer. Ours keeps it on a
// list of the goroutine's, and when the unwinder comes to the function, the personality routine that the loader gave it
// (compiler/passes/defers.cpp) jumps there. The handler runs, and __pthread_unwind_next goes on unwinding.
//
// The C library acts on a cancellation in a foreign call only: a thread's type is never asynchronous to its mind.
// Whoever cancels a thread that wants it asks it to yield, and it looks when it does (sched/preempt.cpp, __morestack).
//
// The runtime's own threads, with goroutines on them, are never cancelled. pthread_exit on a goroutine unwinds its
// stack likewise and ends the goroutine; the main goroutine waits until all others have ended, and then the process
// ends.
#include "cgo/cancel.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/leaf.h"
#include "cgo/keys.h"
#include "lang/defer.h"
#include "lang/panic.h"
#include "sched/proc.h"

namespace gort {

extern "C" int64_t runtime_NumGoroutine();
extern "C" [[noreturn]] void gort_unwound(segment* root, void (*fn)());

namespace {
bool on_thread_of_c() { return !gort_tcb.mp || gort_tcb.mp->foreign; }

void not_rethrown(_Unwind_Reason_Code, _Unwind_Exception*) { throw_("pthread_exit: exception not rethrown"); }

_Unwind_Reason_Code until_the_end(int, _Unwind_Action actions, _Unwind_Exception_Class, _Unwind_Exception* exception,
                                  _Unwind_Context*, void*) {
  if (!(actions & _UA_END_OF_STACK)) return _URC_NO_REASON;
  free(exception);
  gort_unwound(&gort_tcb.curg->root, end_unwound);
}

// Sets or clears a bit of the calling goroutine's; whether it was set.
bool change(uint8_t bit, bool set) {
  uint8_t& flags = gort_tcb.curg->cancel;
  return (set ? __atomic_fetch_or(&flags, bit, __ATOMIC_SEQ_CST)
              : __atomic_fetch_and(&flags, uint8_t(~bit), __ATOMIC_SEQ_CST)) &
         bit;
}

m* m_of(pthread_t thread) REQUIRES(sched.lock) {
  for (m* mp = allms.load(std::memory_order_acquire); mp; mp = mp->alllink)
    if (mp->pthread == thread && !mp->dying) return mp;
  return nullptr;
}

void act_if_async() {
  uint8_t flags = __atomic_load_n(&gort_tcb.curg->cancel, __ATOMIC_SEQ_CST);
  if (on_thread_of_c() && (flags & (CANCEL_ASYNC | CANCEL_DISABLED)) == CANCEL_ASYNC) pthread_testcancel();
}
}  // namespace

void wait_for_threads(void*) {
  while (int32_t n = sched.foreign_threads.load(std::memory_order_acquire)) sched.foreign_threads.wait(n);
}

void count_goroutines(int64_t* n) { *n = runtime_NumGoroutine(); }

void main_keys(void*) { run_key_destructors(); }

extern "C" {

void gort_pthread_exit(void* result) {
  if (on_thread_of_c()) pthread_exit(result);
  auto* exception = static_cast<_Unwind_Exception*>(calloc(1, sizeof(_Unwind_Exception)));
  if (!exception) throw_("out of memory (pthread_exit)");
  exception->exception_cleanup = not_rethrown;
  force_unwind(exception, until_the_end);
}

int gort_pthread_cancel(pthread_t thread) {
  {
    lock_guard hold(sched.lock);
    if (m* mp = m_of(thread); mp && !mp->foreign) return ENOTSUP;
  }
  if (int err = pthread_cancel(thread)) return err;
  // It may have come to the module only now. If it sets its type after this, it looks itself.
  lock_guard hold(sched.lock);
  m* mp = m_of(thread);
  g* gp = mp ? mp->lockedg : nullptr;
  if (gp && __atomic_fetch_or(&gp->cancel, CANCEL_ASKED, __ATOMIC_SEQ_CST) & CANCEL_ASYNC) preemptone(mp);
  return 0;
}

int gort_pthread_setcancelstate(int state, int* old) {
  if (state != PTHREAD_CANCEL_ENABLE && state != PTHREAD_CANCEL_DISABLE) return EINVAL;
  if (on_thread_of_c()) pthread_setcancelstate(state, nullptr);
  bool was = change(CANCEL_DISABLED, state == PTHREAD_CANCEL_DISABLE);
  if (old) *old = was ? PTHREAD_CANCEL_DISABLE : PTHREAD_CANCEL_ENABLE;
  act_if_async();
  return 0;
}

int gort_pthread_setcanceltype(int type, int* old) {
  if (type != PTHREAD_CANCEL_DEFERRED && type != PTHREAD_CANCEL_ASYNCHRONOUS) return EINVAL;
  bool was = change(CANCEL_ASYNC, type == PTHREAD_CANCEL_ASYNCHRONOUS);
  if (old) *old = was ? PTHREAD_CANCEL_ASYNCHRONOUS : PTHREAD_CANCEL_DEFERRED;
  act_if_async();
  return 0;
}

// Module code of a thread whose g.cancel is CANCEL_NOW was interrupted (sched/preempt.cpp), or would yield
// (__morestack). Does not return.
void gort_async_cancel() {
  change(CANCEL_ENDING, true);
  pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, nullptr);  // a library may have called the module with it disabled
  pthread_testcancel();
  throw_("a cancelled thread goes on");
}

LEAF void gort_pthread_register_cancel(cleanup* c) {
  g* gp = getg();
  c->link = gp->cleanups;
  gp->cleanups = c;
}

LEAF void gort_pthread_unregister_cancel(cleanup* c) { getg()->cleanups = c->link; }

// The word of the mask that is never saved keeps the type.
void gort_pthread_register_cancel_defer(cleanup* c) {
  gort_pthread_register_cancel(c);
  c->was_async = change(CANCEL_ASYNC, false);
}

void gort_pthread_unregister_cancel_restore(cleanup* c) {
  gort_pthread_unregister_cancel(c);
  if (c->was_async) change(CANCEL_ASYNC, true);
  act_if_async();
}

}  // extern "C"

}  // namespace gort
