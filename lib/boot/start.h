// lib/boot/start.h: what the boot's files share.
#pragma once
#include "boot/boot.h"
#include "sched/proc.h"

namespace gort {

const ModuleInfo& module_info();
struct process_args {
  int argc;
  char** argv;
  char** envp;
};
extern process_args args;

// runtime.main: the function of goroutine 1 (main.cpp).
extern "C" void runtime_main(funcval*);
extern const funcval main_pc;

// Row 12: goroutine 1 is locked to the first thread while init functions run; boot_goexit unlocks it when it ends
// there.
extern bool init_goroutine_locked;
void boot_goexit(g* gp);
// Rows 5 and 9, on the system stack.
void start_sysmon();
void set_init_time();

}  // namespace gort
