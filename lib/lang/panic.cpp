// lib/lang/panic.cpp: how a panic is printed that nobody recovered. Texts are Go 1.26's (runtime/error.go, panic.go).
#include "lang/panic.h"

#include <signal.h>

#include "lang/defer.h"
#include "lang/error.h"
#include "lang/ftoa.h"
#include "lang/type_names.h"

extern "C" void* gort_alloc_noscan(uint64_t size);

namespace gort {

void (*fatal_panic)(const panic* p);
const char* (*function_name)(uint64_t pc);
std::atomic<int32_t> running_panic_defers;

namespace {
template <class T>
T value(const void* p) {
  T v;
  memcpy(&v, p, sizeof v);
  return v;
}

// Every line after the first begins with a tab, so that no value can be taken for a traceback.
template <class Out>
void print_indented(Out& out, go_string s) {
  for (int64_t i = 0; i < s.len; i++) {
    out << s.ptr[i];
    if (s.ptr[i] == '\n') out << '\t';
  }
}

// False: not a kind that is printed by its value.
template <class Out>
bool print_basic(Out& out, kind k, const void* p) {
  char text[kComplexText];
  switch (k) {
    case kind::bool_:
      out << (value<uint8_t>(p) != 0);
      return true;
    case kind::int_:
    case kind::int64:
      out << value<int64_t>(p);
      return true;
    case kind::int8:
      out << int64_t(value<int8_t>(p));
      return true;
    case kind::int16:
      out << int64_t(value<int16_t>(p));
      return true;
    case kind::int32:
      out << int64_t(value<int32_t>(p));
      return true;
    case kind::uint:
    case kind::uintptr:
    case kind::uint64:
      out << value<uint64_t>(p);
      return true;
    case kind::uint8:
      out << uint64_t(value<uint8_t>(p));
      return true;
    case kind::uint16:
      out << uint64_t(value<uint16_t>(p));
      return true;
    case kind::uint32:
      out << uint64_t(value<uint32_t>(p));
      return true;
    case kind::float32:
      out.put(text, format_float32(text, value<float>(p)));
      return true;
    case kind::float64:
      out.put(text, format_float64(text, value<double>(p)));
      return true;
    case kind::complex64: {
      auto* v = static_cast<const float*>(p);
      out.put(text, format_complex64(text, v[0], v[1]));
      return true;
    }
    case kind::complex128: {
      auto* v = static_cast<const double*>(p);
      out.put(text, format_complex128(text, v[0], v[1]));
      return true;
    }
    case kind::string:
      print_indented(out, value<go_string>(p));
      return true;
    default:
      return false;
  }
}

bool is_basic(kind k) { return (k >= kind::bool_ && k <= kind::complex128) || k == kind::string; }
// A string, not of a type of its own.
bool is_text(eface v) {
  if (!v.typ || v.typ->kind != kind::string) return false;
  go_string name = type_string(v.typ);
  return !(v.typ->tflag & kTFlagUncommon) && !memchr(name.ptr, '.', size_t(name.len));
}
bool is_complex(kind k) { return k == kind::complex64 || k == kind::complex128; }

template <class Out>
void print_value(Out& out, eface v) {
  if (!v.typ) {
    out << "nil";
    return;
  }
  const type& t = *v.typ;
  // A word that is the value itself.
  const void* at = t.tflag & kTFlagDirectIface ? &v.data : v.data;
  go_string name = type_string(&t);
  if (!is_basic(t.kind)) {
    out << '(';
    out.put(name.ptr, size_t(name.len)) << ") ";
    if (v.data)
      out << hex(reinterpret_cast<uint64_t>(v.data));
    else
      out << "0x0";
    return;
  }
  if (!(t.tflag & kTFlagUncommon) && !memchr(name.ptr, '.', size_t(name.len))) {
    print_basic(out, t.kind, at);
    return;
  }
  out.put(name.ptr, size_t(name.len));
  if (!is_complex(t.kind)) out << '(';
  if (t.kind == kind::string) out << '"';
  print_basic(out, t.kind, at);
  if (t.kind == kind::string) out << '"';
  if (!is_complex(t.kind)) out << ')';
}
}  // namespace

namespace {
void print_chain(printer& out, const panic* p) {
  if (p->link) {
    print_chain(out, p->link);
    if (p->link->repanicked) return;
    if (!p->link->goexit) out << '\t';
  }
  if (p->goexit) return;
  out << "panic: ";
  print_value(out, p->arg);
  if (p->recovered) out << (p->repanicked ? " [recovered, repanicked]" : " [recovered]");
  out << '\n';
}
}  // namespace

void print_panics(printer& out, const panic* p) { print_chain(out, p); }

namespace {
// What a printer does, into memory; measured first, then written.
struct text_out {
  char* at = nullptr;
  size_t n = 0;
  text_out& put(const char* s, size_t len) {
    if (at) memcpy(at + n, s, len);
    n += len;
    return *this;
  }
  text_out& operator<<(const char* s) { return put(s, strlen(s)); }
  text_out& operator<<(char c) { return put(&c, 1); }
  text_out& operator<<(bool v) { return *this << (v ? "true" : "false"); }
  text_out& operator<<(uint64_t v) { return number(v, 10); }
  text_out& operator<<(int64_t v) { return v < 0 ? (*this << '-').number(-uint64_t(v), 10) : number(uint64_t(v), 10); }
  text_out& operator<<(hex v) { return (*this << "0x").number(v.value, 16); }
  text_out& number(uint64_t v, uint64_t base) {
    char digits[20], *p = digits + sizeof digits;
    do *--p = "0123456789abcdef"[v % base];
    while (v /= base);
    return put(p, size_t(digits + sizeof digits - p));
  }
};
}  // namespace

void value_text(const eface* v, char** to) {
  text_out out;
  if (is_text(*v)) {
    auto s = value<go_string>(v->data);
    out.at = static_cast<char*>(gort_alloc_noscan(uint64_t(s.len) + 1));
    out.put(s.ptr, size_t(s.len));
  } else {
    print_value(out, *v);
    out = {static_cast<char*>(gort_alloc_noscan(out.n + 1)), 0};
    print_value(out, *v);
  }
  *to = out.at;
}

void copy_text(const char* text, go_string* to) {
  size_t n = strlen(text);
  auto* copy = static_cast<char*>(gort_alloc_noscan(n + 1));
  memcpy(copy, text, n);
  *to = {copy, int64_t(n)};
}

void throw_while_printing(const panic* p) {
  static char text[1024] = "panic while printing panic value: ";
  bool is_string = is_text(p->arg);
  go_string what = is_string ? value<go_string>(p->arg.data) : type_string(p->arg.typ);
  size_t n = strlen(text);
  auto add = [&](const char* s, size_t len) {
    if (len > sizeof text - 1 - n) len = sizeof text - 1 - n;
    memcpy(text + n, s, len);
    n += len;
  };
  if (!is_string) add("type ", 5);
  add(what.ptr, size_t(what.len));
  throw_(text);
}

const char* fault_text(int64_t signal, int64_t code) {
  if (signal != SIGFPE) return "invalid memory address or nil pointer dereference";
  if (code == FPE_INTDIV) return "integer divide by zero";
  return code == FPE_INTOVF ? "integer overflow" : "floating point error";
}

namespace {
inline __attribute__((always_inline)) void drop(g* gp, const panic* p) {
  for (panic* q = gp->panics; q && gp->panics != p->link; q = q->link) {
    gp->panics = q->link;
    if (!q->goexit) running_panic_defers.fetch_sub(1, std::memory_order_relaxed);
  }
}
}  // namespace

void panic_drop(g* gp, const panic* p) { drop(gp, p); }

extern "C" void gort_defer_cut(g* gp, const segment* seg, uint64_t sp) {
  while (defer_frame* f = gp->defers) {
    if ((f->seg == seg && f->rsp == sp) || is_outside(f->seg, f->rsp, seg, sp)) break;
    gp->defers = f->link;
  }
  while (cleanup* c = gp->cleanups) {
    if ((c->seg == seg && c->rsp == sp) || is_outside(c->seg, c->rsp, seg, sp)) break;
    gp->cleanups = c->link;
  }
  while (panic* p = gp->panics) {
    if (is_outside(p->seg, reinterpret_cast<uint64_t>(p), seg, sp)) break;
    drop(gp, p);
  }
}

}  // namespace gort
