// See print.h.
#include "base/print.h"

#include <unistd.h>

#include "base/os_linux.h"

namespace gort {

printer& printer::put(const char* s, size_t n) {
  while (n > 0) {
    if (n_ == sizeof buf_) flush();
    size_t k = sizeof buf_ - n_ < n ? sizeof buf_ - n_ : n;
    memcpy(buf_ + n_, s, k);
    n_ += k;
    s += k;
    n -= k;
  }
  return *this;
}

void printer::flush() {
  if (n_) os::write_stderr(buf_, n_);
  n_ = 0;
}

printer& printer::operator<<(uint64_t v) {
  char digits[20];
  char* p = digits + sizeof digits;
  do *--p = char('0' + v % 10);
  while (v /= 10);
  return put(p, size_t(digits + sizeof digits - p));
}

printer& printer::operator<<(int64_t v) {
  if (v >= 0) return *this << uint64_t(v);
  return *this << '-' << -uint64_t(v);
}

printer& printer::operator<<(hex v) {
  char digits[18];
  char* p = digits + sizeof digits;
  uint64_t x = v.value;
  do *--p = "0123456789abcdef"[x & 15];
  while (x >>= 4);
  *--p = 'x';
  *--p = '0';
  return put(p, size_t(digits + sizeof digits - p));
}

void fatal_abort() { _exit(2); }

}  // namespace gort
