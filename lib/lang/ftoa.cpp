// See ftoa.h. The C++ library finds the shortest digits; only their arrangement is ours.
#include "lang/ftoa.h"

#include <charconv>
#include <cmath>
#include <cstring>

namespace gort {

namespace {
size_t literal(char* to, const char* text) {
  size_t n = strlen(text);
  memcpy(to, text, n);
  return n;
}

template <class F>
size_t format(char* to, F v) {
  if (std::isnan(v)) return literal(to, "NaN");
  if (std::isinf(v)) return literal(to, v < 0 ? "-Inf" : "+Inf");
  char text[32];  // [-]d[.ddd]e[+-]dd[d]
  char* end = std::to_chars(text, text + sizeof text, v, std::chars_format::scientific).ptr;
  char* mark = end;
  while (*--mark != 'e') {
  }
  int exponent = 0;
  for (char* p = mark + 2; p < end; p++) exponent = exponent * 10 + (*p - '0');
  if (mark[1] == '-') exponent = -exponent;
  if (exponent < -4 || exponent > 5) {
    memcpy(to, text, size_t(end - text));
    return size_t(end - text);
  }
  char* out = to;
  char* in = text;
  if (*in == '-') *out++ = *in++;
  char digits[20];
  int n = 0;
  for (; in < mark; in++)
    if (*in != '.') digits[n++] = *in;
  if (exponent < 0) {
    *out++ = '0';
    *out++ = '.';
    for (int i = exponent; i < -1; i++) *out++ = '0';
    for (int i = 0; i < n; i++) *out++ = digits[i];
  } else {
    for (int i = 0; i < n || i <= exponent; i++) {
      if (i == exponent + 1) *out++ = '.';
      *out++ = i < n ? digits[i] : '0';
    }
  }
  return size_t(out - to);
}

template <class F>
size_t format_complex(char* to, F re, F im) {
  char* p = to;
  *p++ = '(';
  p += format(p, re);
  char* imaginary = p;
  p += format(p, im);
  if (*imaginary != '+' && *imaginary != '-') {
    memmove(imaginary + 1, imaginary, size_t(p - imaginary));
    *imaginary = '+';
    p++;
  }
  *p++ = 'i';
  *p++ = ')';
  return size_t(p - to);
}
}  // namespace

size_t format_float64(char* to, double v) { return format(to, v); }
size_t format_float32(char* to, float v) { return format(to, v); }
size_t format_complex128(char* to, double re, double im) { return format_complex(to, re, im); }
size_t format_complex64(char* to, float re, float im) { return format_complex(to, re, im); }

}  // namespace gort
