// lib/lang/print_g.cpp: print of floating-point numbers, which arrive in vector registers: from the goroutine's stack
// their bits go on to the system stack.
#include "lang/print.h"
#include "sched/systemstack.h"

namespace gort {

namespace {
uint64_t bits(double v) { return __builtin_bit_cast(uint64_t, v); }
uint64_t bits(float v) { return __builtin_bit_cast(uint32_t, v); }
}  // namespace

extern "C" {
void runtime_printfloat64(double v) { systemstack(print_float64, bits(v)); }
void runtime_printfloat32(float v) { systemstack(print_float32, bits(v)); }
void runtime_printcomplex128(double re, double im) { systemstack(print_complex128, bits(re), bits(im)); }
void runtime_printcomplex64(float re, float im) { systemstack(print_complex64, bits(re), bits(im)); }
}

}  // namespace gort
