// lib/lang/print.h: printing as the print built-in does, from native code on a system stack.
#pragma once
#include <cstddef>
#include <cstdint>

namespace gort {

// To the line that the calling goroutine has open (runtime_printlock), else at once.
void print_bytes(const char* text, size_t n);
// Floating-point numbers by their bits, since only words travel to the system stack.
void print_float64(uint64_t bits);
void print_float32(uint64_t bits);
void print_complex128(uint64_t re, uint64_t im);
void print_complex64(uint64_t re, uint64_t im);
// In a fork's child: no other goroutine will end its line.
void print_forked();

extern "C" {
void runtime_printlock();
void runtime_printunlock();
void runtime_printbool(uint8_t v);
void runtime_printint(int64_t v);
void runtime_printuint(uint64_t v);
void runtime_printhex(uint64_t v);
void runtime_printpointer(const void* p);
void runtime_printstring(const char* text, int64_t len);
void runtime_printquoted(const uint8_t* text, int64_t len);
void runtime_printslice(const void* ptr, int64_t len, int64_t cap);
void runtime_printeface(const void* type_or_tab, const void* data);
void runtime_printsp();
void runtime_printnl();
}

}  // namespace gort
