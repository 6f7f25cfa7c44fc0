// lib/boot/start.cpp: from the process's main thread to goroutine 1.
#include "boot/start.h"

#include <signal.h>
#include <stdlib.h>

#include "base/godebug.h"
#include "base/os_linux.h"
#include "base/sanitizer.h"
#include "boot/inittask.h"
#include "boot/trace.h"
#include "cgo/cgo.h"
#include "debug/fatal.h"
#include "lang/hash.h"
#include "mem/stats.h"
#include "sync/lock_watch.h"

namespace gort {

process_args args;

namespace {
const ModuleInfo* program;

void count_for_inittrace(g* gp, uint64_t bytes) {
  if (!inittrace.active || !gp || gp->goid != inittrace.id) return;
  inittrace.allocs++;
  inittrace.bytes += bytes;
}

// The first thing that m0 does on its system stack: make goroutine 1 and schedule.
g* first(m* mp) {
  on_new_stack();
  g* gp = newproc1(reinterpret_cast<void (*)(void*)>(main_pc.fn), const_cast<funcval*>(&main_pc), 0, true);
  runqput_new(gp);
  if (debug.fault == 1) {
    // Row 7: let another M find goroutine 1.
    handoffp(releasep(mp));
    note forever;
    forever.sleep();
  }
  return schedule(mp);
}
}  // namespace

void start_sysmon() { newm(sysmon, nullptr, -1); }
void set_init_time() { runtime_init_time = debug.fault == 2 ? 0 : os::nanotime(); }

bool init_goroutine_locked;

void boot_goexit(g* gp) {
  if (gp->goid != 1 || !(init_goroutine_locked || gp->c_main)) return;
  init_goroutine_locked = gp->c_main = false;
  runtime_unlock_os_thread(gp);
}

const ModuleInfo& module_info() { return *program; }

void boot(const ModuleInfo& info, const BootOptions& options, int argc, char** argv, char** envp) {
  program = &info;
  args = {argc, argv, envp};
  parse_godebug(getenv("GODEBUG"));
  if (options.inittrace) debug.inittrace = 1;
  module_code_lo = info.code_lo;
  module_code_size = info.code_hi - info.code_lo;
  hook.goexit = boot_goexit;
  malloc_hook = count_for_inittrace;
  cgo_init();
  debug_init(info);
  hash_init();
  schedinit();
  lock_watch_init();
  install_preempt_handler();
  mstart_m0(first);
}

}  // namespace gort
