// lib/base/stub_code.h: the instructions that a stub for a foreign function consists of (compiler/bind.h has which, and
// in what order), for those who write them and those who meet them in memory.
#pragma once
#include <cstddef>
#include <cstdint>

namespace gort {

// Each but the second is followed by 32 bits: a distance from the instruction's end, or the value.
inline constexpr uint8_t kLoadR11[] = {0x4c, 0x8b, 0x1d};   // mov slot(%rip),%r11
inline constexpr uint8_t kR10ToR11[] = {0x4d, 0x89, 0xd3};  // mov %r10,%r11
inline constexpr uint8_t kLoadR10d[] = {0x41, 0xba};        // mov $value,%r10d
inline constexpr uint8_t kJumpSlot[] = {0xff, 0x25};        // jmp *slot(%rip)

// Whether the opcode stands at `at`. For a signal handler too: no calls, and what encloses it is not instrumented.
template <size_t N>
[[gnu::always_inline, clang::disable_sanitizer_instrumentation]] inline bool is_at(const volatile uint8_t* at,
                                                                                   const uint8_t (&opcode)[N]) {
  for (size_t i = 0; i < N; i++)
    if (at[i] != opcode[i]) return false;
  return true;
}

}  // namespace gort
