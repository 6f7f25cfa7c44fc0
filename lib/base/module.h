// lib/base/module.h: what the runtime knows of the program that it runs. Plain data: the image layer fills it in.
#pragma once
#include <cstddef>
#include <cstdint>

namespace gort {

// What the runtime knows of the program: made by the image layer, immutable, lives for good.
struct SymbolInfo {
  const char* name;  // null: unknown
  const char* file;
  uint32_t line;
  uint64_t entry;
};
struct ModuleInfo {
  uint64_t code_lo, code_hi;  // module code: may be preempted, has stack checks
  uint64_t slab_lo, slab_hi;  // all of the image
  void (*main_main)();        // null when the program is a C program
  void* main_inittask;        // null when there is none
  int (*c_main)(int, char**, char**);
  void (**ctors)(int, char**, char**);
  size_t nctors;
  bool iscgo;
  void *cgo_thread_start, *cgo_setenv, *cgo_unsetenv, *cgo_notify_runtime_init_done;
  // Name, file and line of a pc in the image; called on a system stack, also from a signal handler: no locks, no
  // malloc.
  SymbolInfo (*symbolize)(uint64_t pc);
  // Package path of an init task record, for the trace.
  const char* (*task_package)(const void* task);
};

}  // namespace gort
