// lib/lang/ftoa.h: floating-point numbers as text, as Go 1.26's print and panic show them: the shortest digits that
// read back as the same value, with an exponent when it is below -4 or above 5. (Up to Go 1.25 it was +1.000000e+000.)
#pragma once
#include <cstddef>

namespace gort {

inline constexpr size_t kFloatText = 24;                    // the longest: -1.7976931348623157e+308
inline constexpr size_t kComplexText = 2 * kFloatText + 3;  // (re+imi)

// Each writes to `to`, which has room for kFloatText or kComplexText bytes, and returns the length. Native code.
size_t format_float64(char* to, double v);
size_t format_float32(char* to, float v);
size_t format_complex128(char* to, double re, double im);
size_t format_complex64(char* to, float re, float im);

}  // namespace gort
