// See types_equal.h. A type without a name can contain itself only through a named one, so the recursion ends.
#include "lang/types_equal.h"

#include <string.h>

#include "lang/type_names.h"

namespace gort {

namespace {
bool same(go_string a, go_string b) { return a.len == b.len && memcmp(a.ptr, b.ptr, size_t(a.len)) == 0; }
bool same_name(const uint8_t* a, const uint8_t* b) {
  if (!a || !b) return a == b;
  return same(decode_name(a), decode_name(b));
}

template <class T>
const T& as(const type* t) {
  return *static_cast<const T*>(t);
}

// The parameters' types follow the record, after the methods' if there are any.
const type* const* parameters(const type* t) {
  auto* p = reinterpret_cast<const uint8_t*>(t) + sizeof(func_type);
  if (t->tflag & kTFlagUncommon) p += sizeof(uncommon_type);
  return reinterpret_cast<const type* const*>(p);
}

bool equal_funcs(const type* a, const type* b) {
  const func_type &f = as<func_type>(a), &g = as<func_type>(b);
  if (f.in_count != g.in_count || f.out_count != g.out_count) return false;
  constexpr uint16_t kVariadic = 0x8000;
  for (int i = 0; i < f.in_count + (f.out_count & ~kVariadic); i++)
    if (!types_equal(parameters(a)[i], parameters(b)[i])) return false;
  return true;
}

bool equal_interfaces(const type* a, const type* b) {
  const go_slice &x = as<interface_type>(a).methods, &y = as<interface_type>(b).methods;
  if (x.len != y.len || !same_name(as<interface_type>(a).pkgpath, as<interface_type>(b).pkgpath)) return false;
  auto* mx = static_cast<const imethod*>(x.ptr);
  auto* my = static_cast<const imethod*>(y.ptr);
  auto at = [](const type* t, int32_t offset) { return reinterpret_cast<const uint8_t*>(t) + offset; };
  for (int64_t i = 0; i < x.len; i++) {
    if (!same_name(at(a, mx[i].name), at(b, my[i].name))) return false;
    if (!types_equal(reinterpret_cast<const type*>(at(a, mx[i].typ)), reinterpret_cast<const type*>(at(b, my[i].typ))))
      return false;
  }
  return true;
}

bool equal_structs(const type* a, const type* b) {
  const go_slice &x = as<struct_type>(a).fields, &y = as<struct_type>(b).fields;
  if (x.len != y.len || !same_name(as<struct_type>(a).pkgpath, as<struct_type>(b).pkgpath)) return false;
  auto* fx = static_cast<const struct_field*>(x.ptr);
  auto* fy = static_cast<const struct_field*>(y.ptr);
  for (int64_t i = 0; i < x.len; i++)
    if (fx[i].offset != fy[i].offset || !same_name(fx[i].name, fy[i].name) || !types_equal(fx[i].typ, fy[i].typ))
      return false;
  return true;
}
}  // namespace

bool types_equal(const type* a, const type* b) {
  if (a == b) return true;
  if (a->kind != b->kind || (a->tflag & kTFlagNamed) != (b->tflag & kTFlagNamed)) return false;
  if (a->tflag & kTFlagNamed) return same(type_string(a), type_string(b)) && same(type_pkgpath(a), type_pkgpath(b));
  switch (a->kind) {
    case kind::array:
      return as<array_type>(a).len == as<array_type>(b).len &&
             types_equal(as<array_type>(a).elem, as<array_type>(b).elem);
    case kind::chan:
      return as<chan_type>(a).dir == as<chan_type>(b).dir && types_equal(as<chan_type>(a).elem, as<chan_type>(b).elem);
    case kind::func:
      return equal_funcs(a, b);
    case kind::interface:
      return equal_interfaces(a, b);
    case kind::map:
      return types_equal(as<map_type>(a).key, as<map_type>(b).key) &&
             types_equal(as<map_type>(a).elem, as<map_type>(b).elem);
    case kind::pointer:
      return types_equal(as<ptr_type>(a).elem, as<ptr_type>(b).elem);
    case kind::slice:
      return types_equal(as<slice_type>(a).elem, as<slice_type>(b).elem);
    case kind::struct_:
      return equal_structs(a, b);
    default:
      return true;  // of the same scalar kind, and without a name
  }
}

}  // namespace gort
