// lib/cgo/unwind.cpp: unwinding through the runtime's frames; see unwind_amd64.S.
//
// A function that defers has a personality too (compiler/passes/defers.cpp): when it is left, what it deferred is
// dropped. So has the frame in which a panic calls a deferred function: the panic is over with an exception that passes
// it.
//
// The unwinder is the program's (libgcc_s), not the one that is linked into gort: its functions are looked up when the
// first exception passes.
#include <dlfcn.h>
#include <unwind.h>

#include "cgo/cgo.h"
#include "lang/defer.h"
#include "lang/panic.h"
#include "sched/proc.h"

extern "C" {
extern char gort_defercall_ret[];
extern char gort_asmcgocall_ret[], gort_asmcgocall_args_ret[], gort_morestack_ret[], gort_callback_ret[];
extern char gort_asmcgocall_unwind[], gort_asmcgocall_args_unwind[], gort_morestack_unwind[], gort_callback_unwind[];
void* gort_unwind_resume;
}

namespace gort {

uint64_t* (*cxa_get_globals)();

namespace {
struct unwinder {
  decltype(&_Unwind_GetIP) get_ip;
  decltype(&_Unwind_SetIP) set_ip;
  decltype(&_Unwind_SetGR) set_gr;
  decltype(&_Unwind_GetGR) get_gr;
  decltype(&_Unwind_GetCFA) get_cfa;
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
                    reinterpret_cast<decltype(&_Unwind_GetCFA)>(dlsym(lib, "_Unwind_GetCFA"))};
  }();
  return found;
}
}  // namespace

extern "C" _Unwind_Reason_Code gort_unwind_personality(int version, _Unwind_Action actions, uint64_t cls,
                                                       _Unwind_Exception* exception, _Unwind_Context* context) {
  if (!(actions & _UA_CLEANUP_PHASE)) return _URC_CONTINUE_UNWIND;
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
  unwind.set_gr(context, 0, reinterpret_cast<uint64_t>(exception));
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
  // A dynamic alloca may have moved rsp since the function called deferprep; then it has a frame pointer.
  constexpr int kRbp = 6;
  const defer_frame* f = gort_tcb.curg->defers;
  uint64_t fp = unwind.get_gr(context, kRbp);
  if (f && f->rbp == fp && f->rsp > sp && f->rsp <= fp) sp = f->rsp;
  gort_defer_cut(gort_tcb.curg, gort_tcb.seg, sp + 1);
  return _URC_CONTINUE_UNWIND;
}

}  // namespace gort
