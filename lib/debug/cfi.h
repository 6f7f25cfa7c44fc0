// lib/debug/cfi.h: one step from a function to its caller, by the unwind tables.
//
// The tables that the C++ unwinder uses hold at every instruction: where a call returns to, and where a signal may stop
// a function before or after it has a frame. Only what compilers emit for x86-64 is understood; anything else is "no".
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

// What leads out of a function that is in the middle of a call, from its stack and frame pointers alone. The return
// address lies right below the caller's frame.
struct call_frame {
  bool from_rbp;   // the caller's frame begins at rbp + size, else at rsp + size
  bool rbp_saved;  // the caller's rbp was pushed at the caller's frame + rbp_at, else rbp is the caller's
  int64_t size;
  int64_t rbp_at;
};
// For the function that the call before `pc`, a return address, was made from. False: the tables do not know, or know
// something else.
bool cfi_call_frame(uint64_t pc, call_frame& out);

}  // namespace gort
