// lib/base/print.h: printing to stderr without malloc, stdio or locks, from any system stack and from signal handlers.
//
// Numbers print as Go's print built-in does. A whole line is gathered in a buffer and written at once, so that lines of
// two threads do not mix.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace gort {

struct hex {
  explicit hex(uint64_t v) : value(v) {}
  uint64_t value;
};

class printer {
 public:
  printer() = default;
  printer(const printer&) = delete;
  ~printer() { flush(); }
  printer& operator<<(const char* s) { return put(s, strlen(s)); }
  printer& operator<<(char c) { return put(&c, 1); }
  printer& operator<<(uint64_t v);
  printer& operator<<(int64_t v);
  printer& operator<<(uint32_t v) { return *this << uint64_t(v); }
  printer& operator<<(int32_t v) { return *this << int64_t(v); }
  printer& operator<<(bool v) { return *this << (v ? "true" : "false"); }
  printer& operator<<(hex v);
  printer& put(const char* s, size_t n);
  void flush();

 private:
  char buf_[512];
  size_t n_ = 0;
};

template <class... T>
void print(const T&... parts) {
  printer out;
  (void)(out << ... << parts);
}

// Ends the process at once, for faults inside the runtime's lowest layer: no traceback, exit code 2.
[[noreturn]] void fatal_abort();

}  // namespace gort
