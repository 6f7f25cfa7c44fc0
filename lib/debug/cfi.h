// lib/debug/cfi.h: one step from an interrupted function to its caller, by the unwind tables.
//
// Frame pointers lead through all frames but the innermost one of a goroutine that a signal stopped: a leaf function
// makes no frame, and any function may be stopped before or after it has one. The tables that the C++ unwinder uses
// hold at every instruction. Only what compilers emit for x86-64 is understood; anything else is "no".
#pragma once
#include <cstdint>

namespace gort {

// Registers in the tables' numbering.
struct dwarf_registers {
  enum { rax, rdx, rcx, rbx, rsi, rdi, rbp, rsp, r8, r9, r10, r11, r12, r13, r14, r15, rip, count };
  uint64_t r[count];
};

// Reads a word of the stack; false when there is none.
using load_word = bool (*)(void* context, uint64_t address, uint64_t& value);

// `regs`, as they were at regs.r[rip], become those of the caller. False leaves them as they are. Needs no lock and no
// memory, so it is good for signal handlers.
bool cfi_step(dwarf_registers& regs, load_word load, void* context);

}  // namespace gort
