// lib/boot/abi.cpp: include/gort/abi.def as a table of addresses.
#include <algorithm>
#include <cstring>

#include "boot/boot.h"

// Declared without types: only addresses are taken here; abi.def's signatures are checked against modules, and against
// the implementations by test/unit.
#pragma clang diagnostic ignored "-Wbuiltin-requires-header"
#pragma clang diagnostic ignored "-Wincompatible-library-redeclaration"
#define GORT_ABI(symbol, implementation, kind, result, params, attrs, doc) \
  extern "C" char implementation##_address[] __asm__(#implementation);
#include "gort/abi.def"
extern "C" char gort_asmcgocall_address[] __asm__("gort_asmcgocall");
extern "C" char gort_asmcgocall_args_address[] __asm__("gort_asmcgocall_args");
extern "C" char gort_systhunk_address[] __asm__("gort_systhunk");
extern "C" char gort_icall_args_address[] __asm__("gort_icall_args");

namespace gort {

namespace {
const AbiSymbol table[] = {
#define GORT_ABI(symbol, implementation, kind, result, params, attrs, doc) \
  {#symbol, #implementation, implementation##_address, AbiKind::kind},
#include "gort/abi.def"
    {"gort_asmcgocall", "gort_asmcgocall", gort_asmcgocall_address, AbiKind::leaf},
    {"gort_asmcgocall_args", "gort_asmcgocall_args", gort_asmcgocall_args_address, AbiKind::leaf},
    {"gort_systhunk", "gort_systhunk", gort_systhunk_address, AbiKind::leaf},
    {"gort_icall_args", "gort_icall_args", gort_icall_args_address, AbiKind::leaf},
};
}  // namespace

// Few look-ups at a start (one an import) over a small table: a plain search touches one page and needs no set-up.
const AbiSymbol* abi_implementation(std::string_view name) {
  for (const AbiSymbol& s : table)
    if (name == s.implementation) return &s;
  return nullptr;
}

}  // namespace gort
