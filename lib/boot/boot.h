// lib/boot/boot.h: what the layers above hand to the runtime, and how the runtime takes over the process.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/module.h"

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

struct BootOptions {
  bool inittrace = false;
};

// Takes over the calling thread as m0, starts the program and ends the process as it ends. Does not return.
[[noreturn]] void boot(const ModuleInfo&, const BootOptions&, int argc, char** argv, char** envp);

}  // namespace gort
