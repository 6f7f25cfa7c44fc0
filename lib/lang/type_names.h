// lib/lang/type_names.h: what a type descriptor says in words: its name, its package, its methods by name.
//
// An encoded name is a byte of flags, the length as a varint, the bytes; with flag 4 a name_off of the package's path
// follows. Plain reads: leaf code, and native code on a system stack.
#pragma once
#include <cstring>

#include "base/type.h"

namespace gort {

inline constexpr uint8_t kNameExported = 1, kNameHasPackage = 4;

inline go_string decode_name(const uint8_t* name) {
  int64_t len = 0;
  int shift = 0;
  do len |= int64_t(*++name & 0x7f) << shift, shift += 7;
  while (*name & 0x80);
  return {reinterpret_cast<const char*>(name + 1), len};
}

// Fields that are called _ count neither for equality nor for the hash.
[[gnu::always_inline]] inline bool is_blank(const struct_field& f) { return f.name[1] == 1 && f.name[2] == '_'; }

// As reflect's String has it: "main.T", "[]int", "*main.T".
inline go_string type_string(const type* t) {
  if (!t->str) return {"", 0};
  go_string s = decode_name(reinterpret_cast<const uint8_t*>(t) + t->str);
  if (t->tflag & kTFlagExtraStar) s.ptr++, s.len--;
  return s;
}

// The record of methods behind a descriptor; null: none.
inline const uncommon_type* uncommon(const type* t) {
  if (!(t->tflag & kTFlagUncommon)) return nullptr;
  size_t size = sizeof(type);
  switch (t->kind) {
    case kind::struct_:
      size = sizeof(struct_type);
      break;
    case kind::pointer:
      size = sizeof(ptr_type);
      break;
    case kind::func:
      size = sizeof(func_type);
      break;
    case kind::slice:
      size = sizeof(slice_type);
      break;
    case kind::array:
      size = sizeof(array_type);
      break;
    case kind::chan:
      size = sizeof(chan_type);
      break;
    case kind::map:
      size = sizeof(map_type);
      break;
    case kind::interface:
      size = sizeof(interface_type);
      break;
    default:
      break;
  }
  return reinterpret_cast<const uncommon_type*>(reinterpret_cast<const uint8_t*>(t) + size);
}

inline go_string type_pkgpath(const type* t) {
  const uncommon_type* u = uncommon(t);
  if (u && u->pkgpath) return decode_name(reinterpret_cast<const uint8_t*>(t) + u->pkgpath);
  const uint8_t* name = t->kind == kind::struct_     ? static_cast<const struct_type*>(t)->pkgpath
                        : t->kind == kind::interface ? static_cast<const interface_type*>(t)->pkgpath
                                                     : nullptr;
  return name ? decode_name(name) : go_string{"", 0};
}

}  // namespace gort
