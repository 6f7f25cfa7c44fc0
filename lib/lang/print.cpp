// lib/lang/print.cpp: print and println, to standard error (Go's runtime/print.go).
//
// A front end calls runtime_printlock, a function for each operand, and runtime_printunlock. Go holds a lock over these
// calls and keeps the goroutine from being preempted. Here module code may be preempted between them, and nobody may
// wait on a thread for a goroutine that is not running; so the pieces are gathered in a line of the goroutine's own,
// which the outermost printunlock writes at once. Lines of several goroutines do not mix, and print costs one system
// call instead of one for each operand. A piece outside of any printlock is written by itself.
//
// All of this is native code on the system stack.
#include "lang/print.h"

#include <stdlib.h>
#include <string.h>

#include "base/os_linux.h"
#include "lang/ftoa.h"
#include "lang/utf8.h"
#include "sched/runtime2.h"

namespace gort {

namespace {
struct line {
  line* next;
  const g* owner;
  uint32_t depth;  // of printlock
  size_t len, cap;
  char* text;
};

mutex print_lock{lock_rank::print};
line* open_lines GUARDED_BY(print_lock);  // few: one for each goroutine that is printing at this moment
line* free_lines GUARDED_BY(print_lock);

inline constexpr size_t kFirstLine = 256, kKeptLine = 64 << 10;

line* my_line() REQUIRES(print_lock) {
  const g* gp = gort_tcb.curg;
  for (line* l = open_lines; l; l = l->next)
    if (l->owner == gp) return l;
  return nullptr;
}

void append(line* l, const char* text, size_t n) {
  if (l->cap - l->len < n) {
    size_t cap = l->cap ? l->cap : kFirstLine;
    while (cap - l->len < n) cap *= 2;
    char* bigger = static_cast<char*>(realloc(l->text, cap));
    if (!bigger) throw_("out of memory");
    l->text = bigger;
    l->cap = cap;
  }
  memcpy(l->text + l->len, text, n);
  l->len += n;
}

void print_integer(uint64_t v, bool negative) {
  char digits[20];
  char* end = digits + sizeof digits;
  char* p = end;
  do *--p = char('0' + v % 10);
  while (v /= 10);
  if (negative) *--p = '-';
  print_bytes(p, size_t(end - p));
}

void print_literal(const char* text) { print_bytes(text, strlen(text)); }

// \x1f, \u00e9, \U0001f600: at least 2, 4, 8 digits.
void print_escape(uint32_t rune) {
  char text[10] = {'\\', rune < 0x7f ? 'x' : rune < 0x10000 ? 'u' : 'U'};
  int digits = rune < 0x7f ? 2 : rune < 0x10000 ? 4 : 8;
  for (int i = 0; i < digits; i++) text[2 + i] = "0123456789abcdef"[rune >> 4 * (digits - 1 - i) & 15];
  print_bytes(text, size_t(2 + digits));
}
}  // namespace

void print_bytes(const char* text, size_t n) {
  if (n == 0) return;
  lock_guard held(print_lock);
  if (line* l = my_line())
    append(l, text, n);
  else
    os::write_stderr(text, n);
}

void print_forked() {
  print_lock.forget();
  // Lines that goroutines of the parent have begun are theirs to end.
  lock_guard held(print_lock);
  const g* gp = gort_tcb.curg;
  for (line** at = &open_lines; *at;)
    if ((*at)->owner == gp)
      at = &(*at)->next;
    else
      *at = (*at)->next;
}

void print_float64(uint64_t bits) {
  char text[kFloatText];
  print_bytes(text, format_float64(text, __builtin_bit_cast(double, bits)));
}
void print_float32(uint64_t bits) {
  char text[kFloatText];
  print_bytes(text, format_float32(text, __builtin_bit_cast(float, uint32_t(bits))));
}
void print_complex128(uint64_t re, uint64_t im) {
  char text[kComplexText];
  print_bytes(text, format_complex128(text, __builtin_bit_cast(double, re), __builtin_bit_cast(double, im)));
}
void print_complex64(uint64_t re, uint64_t im) {
  char text[kComplexText];
  print_bytes(text,
              format_complex64(text, __builtin_bit_cast(float, uint32_t(re)), __builtin_bit_cast(float, uint32_t(im))));
}

extern "C" {
void runtime_printlock() {
  lock_guard held(print_lock);
  line* l = my_line();
  if (!l) {
    l = free_lines;
    if (l)
      free_lines = l->next;
    else if (!(l = static_cast<line*>(calloc(1, sizeof *l))))
      throw_("out of memory");
    l->owner = gort_tcb.curg;
    l->next = open_lines;
    open_lines = l;
  }
  l->depth++;
}

void runtime_printunlock() {
  lock_guard held(print_lock);
  line* l = my_line();
  if (!l || --l->depth > 0) return;
  if (l->len > 0) os::write_stderr(l->text, l->len);
  line** at = &open_lines;
  while (*at != l) at = &(*at)->next;
  *at = l->next;
  l->len = 0;
  if (l->cap > kKeptLine) {
    free(l->text);
    l->text = nullptr;
    l->cap = 0;
  }
  l->next = free_lines;
  free_lines = l;
}

void runtime_printbool(uint8_t v) { print_literal(v & 1 ? "true" : "false"); }
void runtime_printint(int64_t v) { print_integer(v < 0 ? -uint64_t(v) : uint64_t(v), v < 0); }
void runtime_printuint(uint64_t v) { print_integer(v, false); }

void runtime_printhex(uint64_t v) {
  char digits[18];
  char* end = digits + sizeof digits;
  char* p = end;
  do *--p = "0123456789abcdef"[v & 15];
  while (v >>= 4);
  *--p = 'x';
  *--p = '0';
  print_bytes(p, size_t(end - p));
}

void runtime_printpointer(const void* p) { runtime_printhex(reinterpret_cast<uint64_t>(p)); }
void runtime_printstring(const char* text, int64_t len) { print_bytes(text, size_t(len)); }
void runtime_printquoted(const uint8_t* text, int64_t len) {
  runtime_printlock();
  print_literal("\"");
  for (int64_t k = 0; k < len;) {
    decoded_rune r = decode_rune(text, len, k);
    char c = char(r.rune);
    k = r.next;
    if (r.rune == '\n')
      print_literal("\\n");
    else if (r.rune == '\r')
      print_literal("\\r");
    else if (r.rune == '\t')
      print_literal("\\t");
    else if (r.rune == '\\' || r.rune == '"')
      print_literal("\\"), print_bytes(&c, 1);
    else if (r.rune >= ' ' && r.rune <= '~')
      print_bytes(&c, 1);
    else
      print_escape(uint32_t(r.rune));
  }
  print_literal("\"");
  runtime_printunlock();
}

void runtime_printsp() { print_literal(" "); }
void runtime_printnl() { print_literal("\n"); }

// "(0x44c0a0,0x5b2f10)"
void runtime_printeface(const void* type_or_tab, const void* data) {
  runtime_printlock();
  print_literal("(");
  runtime_printpointer(type_or_tab);
  print_literal(",");
  runtime_printpointer(data);
  print_literal(")");
  runtime_printunlock();
}

// "[2/4]0xc000012340"
void runtime_printslice(const void* ptr, int64_t len, int64_t cap) {
  runtime_printlock();
  print_literal("[");
  runtime_printint(len);
  print_literal("/");
  runtime_printint(cap);
  print_literal("]");
  runtime_printpointer(ptr);
  runtime_printunlock();
}
}

}  // namespace gort
