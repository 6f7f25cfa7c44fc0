// lib/lang/error_g.cpp: the methods of run-time errors. Checked code: a program calls them through its interfaces.
#include "lang/error.h"
#include "sched/systemstack.h"

namespace gort {

namespace {
go_string text(const type& t, const void* e) {
  go_string s;
  systemstack(make_error_text, &t, e, &s);
  return s;
}
}  // namespace

extern "C" {
go_string gort_plain_error_text(const go_string* e) { return *e; }
go_string gort_error_string_text(const go_string* e) { return text(gort_type_error_string, e); }
// The text comes first in both.
go_string gort_error_address_text(const error_address* e) { return text(gort_type_error_string, e); }
uint64_t gort_error_address_addr(const error_address* e) { return e->address; }
go_string gort_bounds_error_text(const bounds_error* e) { return text(gort_type_bounds_error, e); }
go_string gort_type_assertion_error_text(const type_assertion_error* e) {
  return text(gort_type_type_assertion_error, e);
}
go_string gort_panic_nil_error_text(const void*) {
  constexpr const char* kText = "panic called with nil argument";
  return {kText, int64_t(__builtin_strlen(kText))};
}
void gort_runtime_error(const void*) {}

bool gort_equal_error_addresses(const equal_func*, const void* a, const void* b) {
  auto *s = static_cast<const error_address*>(a), *t = static_cast<const error_address*>(b);
  return s->address == t->address && s->text.ptr == t->text.ptr;
}
bool gort_equal_bounds_errors(const equal_func*, const void* a, const void* b) {
  auto *s = static_cast<const bounds_error*>(a), *t = static_cast<const bounds_error*>(b);
  return s->x == t->x && s->y == t->y && s->x_signed == t->x_signed && s->code == t->code;
}
}

}  // namespace gort
