// See godebug.h.
#include "base/godebug.h"

#include <cstdlib>
#include <string_view>

namespace gort {

godebug_options debug;

namespace {
int32_t number(std::string_view v) {
  if (v == "min" || v == "explain") return 1;
  bool negative = !v.empty() && v[0] == '-';
  if (negative) v.remove_prefix(1);
  int64_t n = 0;
  for (char c : v) {
    if (c < '0' || c > '9') return 0;
    n = n * 10 + (c - '0');
    if (n > INT32_MAX) return 0;
  }
  return int32_t(negative ? -n : n);
}

void set(std::string_view name, int32_t value) {
#define GORT_GODEBUG(field, dflt, help) \
  if (name == #field) debug.field = value;
  GORT_GODEBUG_TABLE(GORT_GODEBUG)
#undef GORT_GODEBUG
}
}  // namespace

void parse_godebug(const char* text) {
  std::string_view rest = text ? text : "";
  while (!rest.empty()) {
    size_t comma = rest.find(',');
    std::string_view item = rest.substr(0, comma);
    rest = comma == rest.npos ? "" : rest.substr(comma + 1);
    size_t eq = item.find('=');
    if (eq != item.npos) set(item.substr(0, eq), number(item.substr(eq + 1)));
  }
}

}  // namespace gort
