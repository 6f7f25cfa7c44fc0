// lib/compiler/passes/stack_args.h: how many bytes of arguments a call puts on the stack.
//
// Foreign functions run on another stack than their caller, so the way there must copy the stack arguments along and
// has to know how many bytes that are. The answer is an upper bound: it follows the System V classification as LLVM
// applies it to IR types, and where that depends on CPU features or on how odd types are legalised, it takes the worse
// case. Copying a little more is harmless, copying less is not.
#pragma once
#include <cstdint>

namespace llvm {
class CallBase;
class Function;
}  // namespace llvm

namespace gort::compiler {

// Multiples of 16; 0 when all arguments travel in registers.
uint32_t stack_argument_bytes(const llvm::CallBase&);
uint32_t stack_argument_bytes(const llvm::Function&);  // of the fixed parameters

}  // namespace gort::compiler
