// lib/cgo/unwind.cpp: unwinding through the runtime's frames; see unwind_amd64.S.
//
// A function that defers has a personality too (compiler/passes/defers.cpp): when it is left, what it deferred is
// dropped. The same serves a C function with cleanup handlers (cancel.cpp): pthread_exit and pthread_cancel, which
// force the unwinding, go on in its handler. So has the frame in which a panic calls a deferred function: the panic is
// over with an exception that passes it.
//
// The unwinder is the program's (libgcc_s), not the one that is linked into gort: its functions are looked up when the
// first exception passes.
#include <dlfcn.h>
#include <unwind.h>

#include "cgo/cancel.h"
#include "cgo/cgo.h"
#include "lang/defer.h"
#include "lang/panic.h"
#include "sched/proc.h"

extern "C" {
extern char gort_defercall_ret[];
extern char gort_asmcgocall_ret[], gort_asmcgocall_args_ret[], gort_morestack_ret[], gort_callback_ret[];
extern char gort_asmcgocall_unwind[], gort_asmcgocall_args_unwind[], gort_morestack_unwind[], gort_callback_unwind[];
extern char gort_cleanup_unwind[];
void* gort_unwind_resume;
}

namespace gort {

uint64_t* (*cxa_get_globals)();

namespace {
constexpr int kRax = 0;

struct unwinder {
  decltype(&_Unwind_GetIP) get_ip;
  decltype(&_Unwind_SetIP) set_ip;
  decltype(&_Unwind_SetGR) set_gr;
  decltype(&_Unwind_GetGR) get_gr;
  decltype(&_Unwind_GetCFA) get_cfa;
  decltype(&_Unwind_ForcedUnwind) force;
};

const unwinder& program_unwinder() {
  static const unwinder found = [] {
    void* lib = dlopen("libgcc_s.so.1", RTLD_NOW | RTLD_GLOBAL);
    if (!lib) throw_("an exception passes, but libgcc_s.so.1 is not there");
    gort_unwind_resume = dlsym(lib, "_Unwind_Resume");
    return unwinder{reinterpret_cast<decltype(&_Unwind_GetIP)>(dlsym(lib, "_Unwind_GetIP")),
                    reinterpret_cast<decltype(&_Unwind_SetIP)>(dlsym(lib, "_Unwind_SetIP")),
                    reinterpret_cast<decltype(&_Unwind_SetGR)>(dlsym(lib, "_Unwind_SetGR")),
                    reinterpret_cast<decltype(&_Unwind_GetGR)>(dlsym(lib, "_Unwind_GetGR")),
                    reinterpret_cast<decltype(&_Unwind_GetCFA)>(dlsym(lib, "_Unwind_GetCFA")),
                    reinterpret_cast<decltype(&_Unwind_ForcedUnwind)>(dlsym(lib, "_Unwind_ForcedUnwind"))};
  }();
  return found;
}
}  // namespace

void force_unwind(_Unwind_Exception* exception, _Unwind_Stop_Fn stop) {
  program_unwinder().force(exception, stop, nullptr);
  throw_("pthread_exit: the stack cannot be unwound");
}

extern "C" _Unwind_Reason_Code gort_unwind_personality(int version, _Unwind_Action actions, uint64_t cls,
                                                       _Unwind_Exception* exception, _Unwind_Context* context) {
  if (!(actions & _UA_CLEANUP_PHASE)) return _URC_CONTINUE_UNWIND;
  if (actions & _UA_FORCE_UNWIND) __atomic_fetch_or(&gort_tcb.curg->cancel, CANCEL_ENDING, __ATOMIC_RELAXED);
  const unwinder& unwind = program_unwinder();
  uint64_t ip = unwind.get_ip(context);
  char* landing = nullptr;
  if (ip == reinterpret_cast<uint64_t>(gort_asmcgocall_ret))
    landing = gort_asmcgocall_unwind;
  else if (ip == reinterpret_cast<uint64_t>(gort_asmcgocall_args_ret))
    landing = gort_asmcgocall_args_unwind;
  else if (ip == reinterpret_cast<uint64_t>(gort_morestack_ret))
    landing = gort_morestack_unwind;
  else if (ip == reinterpret_cast<uint64_t>(gort_callback_ret))
    landing = gort_callback_unwind;
  if (!landing) return _URC_CONTINUE_UNWIND;
  unwind.set_gr(context, kRax, reinterpret_cast<uint64_t>(exception));
  unwind.set_ip(context, reinterpret_cast<uint64_t>(landing));
  return _URC_INSTALL_CONTEXT;
}

extern "C" _Unwind_Reason_Code gort_defer_personality(int version, _Unwind_Action actions, uint64_t cls,
                                                      _Unwind_Exception* exception, _Unwind_Context* context) {
  if (!(actions & _UA_CLEANUP_PHASE)) return _URC_CONTINUE_UNWIND;
  const unwinder& unwind = program_unwinder();
  uint64_t sp = unwind.get_cfa(context);  // rsp in this frame
  if (unwind.get_ip(context) == reinterpret_cast<uint64_t>(gort_defercall_ret)) {
    panic_drop(gort_tcb.curg, *reinterpret_cast<panic**>(sp + 8));
    return _URC_CONTINUE_UNWIND;
  }
  // A dynamic alloca may have moved rsp since the function called deferprep, or setjmp; then it has a frame pointer.
  constexpr int kRbp = 6;
  uint64_t fp = unwind.get_gr(context, kRbp);
  auto in_frame = [&](uint64_t rbp, uint64_t rsp) { return rsp == sp || (rbp == fp && rsp > sp && rsp <= fp); };
  g* gp = gort_tcb.curg;
  for (cleanup* c; (c = gp->cleanups) && c->seg == gort_tcb.seg && in_frame(c->rbp, c->rsp);) {
    gp->cleanups = c->link;
    if (!(actions & _UA_FORCE_UNWIND)) continue;
    c->exception = exception;
    unwind.set_gr(context, kRax, reinterpret_cast<uint64_t>(c));
    unwind.set_ip(context, reinterpret_cast<uint64_t>(gort_cleanup_unwind));
    return _URC_INSTALL_CONTEXT;
  }
  if (const defer_frame* f = gp->defers; f && in_frame(f->rbp, f->rsp)) sp = f->rsp;
  gort_defer_cut(gp, gort_tcb.seg, sp + 1);
  return _URC_CONTINUE_UNWIND;
}

}  // namespace gort
