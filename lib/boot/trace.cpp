// See trace.h. Numbers are formatted as Go's runtime formats them: milliseconds with two or three significant digits.
#include "boot/trace.h"

#include "base/os_linux.h"
#include "base/print.h"
#include "boot/start.h"

namespace gort {

int64_t runtime_init_time;

void trace_clock(int64_t* now) { *now = os::nanotime(); }

namespace {
// Nanoseconds as milliseconds: whole ones from 10 ms on, two digits behind the point from 0.1... as Go's itoaDiv and
// fmtNSAsMS do it.
struct as_ms {
  explicit as_ms(uint64_t v) : ns(v) {}
  uint64_t ns;
};
printer& operator<<(printer& out, as_ms v) {
  if (v.ns >= 10000000) return out << v.ns / 1000000;
  uint64_t us = v.ns / 1000;
  if (us == 0) return out << '0';
  int digits = 3;
  while (us >= 100) {
    us /= 10;
    digits--;
  }
  uint64_t unit = 1;
  for (int i = 0; i < digits; i++) unit *= 10;
  out << us / unit;
  if (digits == 0) return out;
  out << '.';
  for (uint64_t rest = us % unit, u = unit / 10; u; u /= 10) out << char('0' + rest / u % 10);
  return out;
}
}  // namespace

void trace_init(const inittask* t, int64_t start, const inittrace_t* before) {
  int64_t end = os::nanotime();
  const char* package = t == &runtime_inittask ? "runtime" : module_info().task_package(t);
  printer out;
  out << "init " << package << " @" << as_ms(uint64_t(start - runtime_init_time)) << " ms, "
      << as_ms(uint64_t(end - start)) << " ms clock, " << inittrace.bytes - before->bytes << " bytes, "
      << inittrace.allocs - before->allocs << " allocs\n";
}

}  // namespace gort
