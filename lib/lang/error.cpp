// lib/lang/error.cpp: what run-time errors say, word for word as Go 1.26 does.
#include "lang/error.h"

#include <cstring>

#include "lang/panic.h"
#include "lang/type_names.h"
#include "sched/caller.h"

extern "C" void* runtime_mallocgc(uint64_t size, void* type, bool needzero);

namespace gort {

namespace {
// %x and %y are the error's numbers. When x is negative, the second text, which needs no y.
constexpr struct {
  const char *text, *negative;
} bounds_texts[] = {
    {"index out of range [%x] with length %y", "index out of range [%x]"},
    {"slice bounds out of range [:%x] with length %y", "slice bounds out of range [:%x]"},
    {"slice bounds out of range [:%x] with capacity %y", "slice bounds out of range [:%x]"},
    {"slice bounds out of range [%x:%y]", "slice bounds out of range [%x:]"},
    {"slice bounds out of range [::%x] with length %y", "slice bounds out of range [::%x]"},
    {"slice bounds out of range [::%x] with capacity %y", "slice bounds out of range [::%x]"},
    {"slice bounds out of range [:%x:%y]", "slice bounds out of range [:%x:]"},
    {"slice bounds out of range [%x:%y:]", "slice bounds out of range [%x::]"},
    {"cannot convert slice with length %y to array or pointer to array with length %x", ""},
};

// A text of any length, in two rounds: measured first, then written.
struct builder {
  char* at = nullptr;
  size_t len = 0;
  void put(const char* s, size_t n) {
    if (at) memcpy(at + len, s, n);
    len += n;
  }
  void operator()(const char* s) { put(s, strlen(s)); }
  void operator()(go_string s) { put(s.ptr, size_t(s.len)); }
  void operator()(int64_t v, bool is_signed) {
    char digits[20], *p = digits + sizeof digits;
    uint64_t u = is_signed && v < 0 ? -uint64_t(v) : uint64_t(v);
    do *--p = char('0' + u % 10);
    while (u /= 10);
    if (is_signed && v < 0) put("-", 1);
    put(p, size_t(digits + sizeof digits - p));
  }
};

void say(builder& b, const bounds_error& e) {
  bool negative = e.x_signed && e.x < 0;
  auto& texts = bounds_texts[size_t(e.code)];
  b("runtime error: ");
  for (const char* s = negative ? texts.negative : texts.text; *s; s++) {
    if (*s != '%')
      b.put(s, 1);
    else if (*++s == 'x')
      b(e.x, e.x_signed);
    else
      b(e.y, true);
  }
}

void say(builder& b, const type_assertion_error& e) {
  go_string asserted = type_string(e.asserted);
  b("interface conversion: ");
  if (!e.concrete || e.missing_method.len == 0) {
    if (e.interface_)
      b(type_string(e.interface_));
    else
      b("interface");
    b(" is ");
    if (!e.concrete) {
      b("nil, not ");
      return b(asserted);
    }
    go_string concrete = type_string(e.concrete);
    b(concrete);
    b(", not ");
    b(asserted);
    if (concrete.len != asserted.len || memcmp(concrete.ptr, asserted.ptr, size_t(concrete.len)) != 0) return;
    go_string one = type_pkgpath(e.concrete), other = type_pkgpath(e.asserted);
    bool same = one.len == other.len && memcmp(one.ptr, other.ptr, size_t(one.len)) == 0;
    return b(same ? " (types from different scopes)" : " (types from different packages)");
  }
  b(type_string(e.concrete));
  b(" is not ");
  b(asserted);
  b(": missing method ");
  b(e.missing_method);
}
}  // namespace

void make_error_text(const type* t, const void* e, go_string* to) {
  builder b;
  for (int round = 0; round < 2; round++) {
    if (t == &gort_type_bounds_error)
      say(b, *static_cast<const bounds_error*>(e));
    else if (t == &gort_type_type_assertion_error)
      say(b, *static_cast<const type_assertion_error*>(e));
    else {
      b("runtime error: ");
      b(*static_cast<const go_string*>(e));
    }
    if (round == 1) break;
    b = {static_cast<char*>(runtime_mallocgc(b.len, nullptr, false)), 0};
  }
  *to = {b.at, int64_t(b.len)};
}

void box_text(const go_string* text, void** to) {
  auto* s = static_cast<go_string*>(runtime_mallocgc(sizeof(go_string), nullptr, false));
  *s = *text;
  *to = s;
}
void box_bounds_error(const bounds_error* e, void** to) {
  *to = runtime_mallocgc(sizeof *e, nullptr, false);
  memcpy(*to, e, sizeof *e);
}
void box_error_address(const char* text, uint64_t address, void** to) {
  auto* e = static_cast<error_address*>(runtime_mallocgc(sizeof(error_address), nullptr, false));
  *e = {{text, int64_t(strlen(text))}, address};
  *to = e;
}
void box_type_assertion_error(const type_assertion_error* e, void** to) {
  *to = runtime_mallocgc(sizeof *e, nullptr, false);
  memcpy(*to, e, sizeof *e);
}
void box_nil_receiver(void** to) {
  const char* name = function_name(caller_in_program() - 1);
  if (!name) name = "?";
  static char text[512];
  auto fail = [name](const char* what) {
    size_t n = strlen(what);
    memcpy(text, what, n);
    strncpy(text + n, name, sizeof text - 1 - n);
    throw_(text);
  };
  const char* paren = strchr(name, '(');
  if (!paren) fail("panicwrap: no ( in ");
  if (paren == name || paren[-1] != '.' || paren[1] != '*') fail("panicwrap: unexpected string after package name: ");
  const char *type = paren + 2, *end = strchr(type, ')');
  if (!end) fail("panicwrap: no ) in ");
  if (end[1] != '.' || !end[2]) fail("panicwrap: unexpected string after type name: ");
  builder b;
  for (int round = 0; round < 2; round++) {
    b("value method ");
    b.put(name, size_t(paren - name));
    b.put(type, size_t(end - type));
    b(end + 1);
    b(" called using nil *");
    b.put(type, size_t(end - type));
    b(" pointer");
    if (round == 0) b = {static_cast<char*>(runtime_mallocgc(b.len, nullptr, false)), 0};
  }
  go_string s{b.at, int64_t(b.len)};
  box_text(&s, to);
}
void box_nothing(void** to) { *to = runtime_mallocgc(8, nullptr, true); }
void box_string(const char* literal, void** to) {
  go_string text = {literal, int64_t(strlen(literal))};
  box_text(&text, to);
}

}  // namespace gort
