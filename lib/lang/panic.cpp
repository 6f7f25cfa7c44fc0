// lib/lang/panic.cpp: how a panic is printed that nobody recovered. Texts are Go 1.26's (runtime/error.go, panic.go).
#include "lang/panic.h"

#include "lang/ftoa.h"
#include "lang/type_names.h"

namespace gort {

void (*fatal_panic)(const panic* p);

namespace {
template <class T>
T value(const void* p) {
  T v;
  memcpy(&v, p, sizeof v);
  return v;
}

// Every line after the first begins with a tab, so that no value can be taken for a traceback.
void print_indented(printer& out, go_string s) {
  for (int64_t i = 0; i < s.len; i++) {
    out << s.ptr[i];
    if (s.ptr[i] == '\n') out << '\t';
  }
}

// False: not a kind that is printed by its value.
bool print_basic(printer& out, kind k, const void* p) {
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
bool is_complex(kind k) { return k == kind::complex64 || k == kind::complex128; }

void print_value(printer& out, eface v) {
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

void print_panics(printer& out, const panic* p) {
  if (p->link) {
    print_panics(out, p->link);
    out << '\t';
  }
  out << "panic: ";
  print_value(out, p->arg);
  out << '\n';
}

}  // namespace gort
