// lib/boot/main.cpp: runtime.main, the first goroutine. It reads as the table in docs/boot.md does, row by row.
//
// Checked code on goroutine 1's stack.
#include "base/godebug.h"
#include "boot/boot.h"
#include "boot/inittask.h"
#include "boot/start.h"
#include "boot/trace.h"
#include "cgo/cgo.h"
#include "cgo/init_done.h"
#include "lang/panic.h"
#include "sched/proc.h"
#include "sched/systemstack.h"

namespace gort {

// Row 1. The very first newproc gets this funcval, and goroutine 1 runs it.
const funcval main_pc = {runtime_main};

extern "C" void runtime_main(funcval*) {
  g* gp = getg();
  const ModuleInfo& program = module_info();

  // Row 2. m0's g0 has no race context: gort has no race build yet, and no field.

  // Row 3. 64-bit: the limit of one goroutine's stack, and how far a program may raise it.
  maxstacksize = 1000000000;
  maxstackceiling = 2 * maxstacksize;

  // Row 4. From here on newproc may start Ms.
  main_started.store(true, std::memory_order_seq_cst);

  // Row 5. sysmon has its own thread and no P.
  systemstack(start_sysmon);

  // Row 6. During init goroutine 1 stays on the first thread.
  runtime_lock_os_thread(gp);
  init_goroutine_locked = true;

  // Row 7.
  if (getm() != &m0) systemstack(throw_, "runtime.main not on m0");

  // Row 8. m0 may park in stoplockedm.
  m0.does_park = true;

  // Row 9.
  systemstack(set_init_time);
  if (runtime_init_time == 0) systemstack(throw_, "nanotime returning zero");

  // Row 10.
  if (debug.inittrace) {
    inittrace.id = gp->goid;
    inittrace.active = true;
  }

  // Row 11. The runtime's own init functions.
  do_init(&runtime_inittask);

  // Row 12. Goexit in an init function unlocks on its way out: boot_goexit (start.cpp).

  // Row 13. gcenable: the collector starts its background goroutines here (lib/mem).

  // Row 14. Callbacks on threads of C's wait for this channel (cgo/init_done.h). It stands before row 16's hook runs:
  // that is what tells C that it may call.
  main_init_done = makechan_untyped(1, 0);
  if (program.main_inittask) store_relaxed(callbacks_wait, true);

  // Rows 15 and 16.
  if (program.iscgo) {
    if (!program.cgo_thread_start) systemstack(throw_, "_cgo_thread_start missing");
    if (!program.cgo_setenv) systemstack(throw_, "_cgo_setenv missing");
    if (!program.cgo_unsetenv) systemstack(throw_, "_cgo_unsetenv missing");
    if (!program.cgo_notify_runtime_init_done) systemstack(throw_, "_cgo_notify_runtime_init_done missing");
    systemstack(start_template_thread);
    cgocall(program.cgo_notify_runtime_init_done, nullptr);
  }

  // The loader's step, which Go's linker has no need of: constructors of C and C++ code.
  for (size_t i = 0; i < program.nctors; i++) program.ctors[i](args.argc, args.argv, args.envp);

  // Row 17. The program's packages, depth first.
  if (program.main_inittask) do_init(static_cast<inittask*>(program.main_inittask));

  // Row 18. Nothing after init is counted.
  inittrace.active = false;

  // Row 19. Releases the waiters of row 14.
  store_relaxed(callbacks_wait, false);
  runtime_closechan(main_init_done);

  // Row 20. main may move between threads. A C program's main keeps its thread until it starts a goroutine.
  init_goroutine_locked = false;
  if (program.main_main)
    runtime_unlock_os_thread(gp);
  else
    gp->c_main = true;

  // Row 21. A library returns here, and its host calls in.

  // Row 22.
  int code = 0;
  if (program.main_main)
    program.main_main();
  else
    code = program.c_main(args.argc, args.argv, args.envp);

  // Row 23. racefini: no race build yet.

  // Row 24. Deferred calls of goroutines that panic get a chance to run.
  for (int i = 0; i < 1000 && running_panic_defers.load(std::memory_order_relaxed) != 0; i++) runtime_Gosched();

  // Row 25. Another goroutine is printing a fatal error: let it end the process.
  if (panicking.load(std::memory_order_acquire) != 0) gopark(nullptr, nullptr, wait_reason::panic_wait);

  // Row 26. Other goroutines end with the process; thread-local destructors, exit handlers and C's streams are run.
  gort_exit(code);

  // Row 27. Not reached.
  for (;;) *static_cast<volatile int32_t*>(nullptr) = 0;
}

}  // namespace gort
