// lib/cgo/dl.h: what dlsym and dladdr are told of the program (cgo/dl.cpp).
#pragma once
#include <elf.h>

#include <cstdint>
#include <span>

namespace gort {

// Filled in by the image layer before it opens the user's libraries; kept for good.
struct program_symbols {
  uint64_t base, size;                 // of the image
  uint64_t code_size;                  // module code, from the base on
  uint64_t slots, slots_size;          // where stubs of foreign functions have their targets
  void* handle;                        // a library with just the program's names; null: there is none
  std::span<const Elf64_Sym> symbols;  // what is in it, sorted by address; the first one is null
  const char* strings;
};
extern program_symbols program_names;

}  // namespace gort
