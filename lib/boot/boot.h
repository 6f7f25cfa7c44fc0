// lib/boot/boot.h: what the layers above hand to the runtime, and how the runtime takes over the process.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace gort {

// A symbol of include/gort/abi.def as the loader binds it.
enum class AbiKind : uint8_t { leaf, goroutine, system, foreign, data };
struct AbiSymbol {
  const char* symbol;          // what the module says
  const char* implementation;  // the runtime's function
  void* address;               // of the implementation
  AbiKind kind;
};
// Finds by implementation name; also knows the thunks that stubs jump to: gort_asmcgocall, gort_asmcgocall_args,
// gort_systhunk. Null when unknown.
const AbiSymbol* abi_implementation(std::string_view name);

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
  // Name, file and line of a pc in the image; called on a system stack, also from a signal handler: no locks, no malloc.
  SymbolInfo (*symbolize)(uint64_t pc);
  // Package path of an init task record, for the trace.
  const char* (*task_package)(const void* task);
};

struct BootOptions {
  bool inittrace = false;
};

// Takes over the calling thread as m0, starts the program and ends the process as it ends. Does not return.
[[noreturn]] void boot(const ModuleInfo&, const BootOptions&, int argc, char** argv, char** envp);

}  // namespace gort
