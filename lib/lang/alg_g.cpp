// lib/lang/alg_g.cpp: equality and hash of what may hold interfaces, whose dynamic types may panic or bring code of the
// program's own.
#include "base/memmove.h"
#include "lang/alg.h"
#include "lang/hash.h"
#include "lang/panic.h"
#include "lang/type_names.h"
#include "mem/mallocgc.h"

namespace gort {

namespace {
const uint8_t* at(const void* p, uint64_t offset) { return static_cast<const uint8_t*>(p) + offset; }

const struct_field* fields(const struct_type* t) { return static_cast<const struct_field*>(t->fields.ptr); }

// The dynamic type's hash must not be that of the same bytes outside of an interface: a constant before and after.
constexpr uint64_t kInside = 0xff51afd7ed558ccd;

uint64_t dynamic_hash(const type* t, const void* const* data, uint64_t seed) {
  if (!t->equal) panic_type_error("hash of unhashable type ", t);
  const void* value = t->tflag & kTFlagDirectIface ? data : *data;
  return typehash(t, value, seed ^ kInside);
}
}  // namespace

void panic_type_error(go_string what, const type* t) {
  go_string name = type_string(t);
  char* text = static_cast<char*>(mallocgc(uint64_t(what.len + name.len + 1), nullptr, true));
  gort_memmove(text, what.ptr, uint64_t(what.len));
  gort_memmove(text + what.len, name.ptr, uint64_t(name.len));
  panic_error_string(text);
}

uint64_t typehash(const type* t, const void* p, uint64_t seed) {
  if (t->tflag & kTFlagRegularMemory) {
    switch (t->size) {
      case 4:
        return runtime_memhash32_f.fn(nullptr, p, seed);
      case 8:
        return runtime_memhash64_f.fn(nullptr, p, seed);
      default:
        return memhash(p, t->size, seed);
    }
  }
  switch (t->kind) {
    case kind::float32:
      return runtime_f32hash_f.fn(nullptr, p, seed);
    case kind::float64:
      return runtime_f64hash_f.fn(nullptr, p, seed);
    case kind::complex64:
      return runtime_c64hash_f.fn(nullptr, p, seed);
    case kind::complex128:
      return runtime_c128hash_f.fn(nullptr, p, seed);
    case kind::string:
      return runtime_strhash_f.fn(nullptr, p, seed);
    case kind::interface: {
      auto* i = static_cast<const interface_type*>(t);
      return (i->methods.len ? runtime_interhash_f : runtime_nilinterhash_f).fn(nullptr, p, seed);
    }
    case kind::array: {
      auto* a = static_cast<const array_type*>(t);
      for (uint64_t i = 0; i < a->len; i++) seed = typehash(a->elem, at(p, i * a->elem->size), seed);
      return seed;
    }
    case kind::struct_: {
      auto* s = static_cast<const struct_type*>(t);
      for (int64_t i = 0; i < s->fields.len; i++)
        if (!is_blank(fields(s)[i])) seed = typehash(fields(s)[i].typ, at(p, fields(s)[i].offset), seed);
      return seed;
    }
    default:
      // A front end that describes a scalar without the flag: its bytes are its value, if it is comparable at all.
      if (!t->equal) panic_type_error("hash of unhashable type ", t);
      return memhash(p, t->size, seed);
  }
}

bool typeequal(const type* t, const void* a, const void* b) {
  if (t->tflag & kTFlagRegularMemory) return gort_memequal(a, b, t->size);
  switch (t->kind) {
    case kind::float32:
      return runtime_f32equal_f.fn(nullptr, a, b);
    case kind::float64:
      return runtime_f64equal_f.fn(nullptr, a, b);
    case kind::complex64:
      return runtime_c64equal_f.fn(nullptr, a, b);
    case kind::complex128:
      return runtime_c128equal_f.fn(nullptr, a, b);
    case kind::string:
      return runtime_strequal_f.fn(nullptr, a, b);
    case kind::interface: {
      auto* i = static_cast<const interface_type*>(t);
      return (i->methods.len ? runtime_interequal_f : runtime_nilinterequal_f).fn(nullptr, a, b);
    }
    case kind::array: {
      auto* e = static_cast<const array_type*>(t);
      for (uint64_t i = 0; i < e->len; i++)
        if (!typeequal(e->elem, at(a, i * e->elem->size), at(b, i * e->elem->size))) return false;
      return true;
    }
    case kind::struct_: {
      auto* s = static_cast<const struct_type*>(t);
      for (int64_t i = 0; i < s->fields.len; i++) {
        const struct_field& f = fields(s)[i];
        if (!is_blank(f) && !typeequal(f.typ, at(a, f.offset), at(b, f.offset))) return false;
      }
      return true;
    }
    default:
      if (!t->equal) panic_type_error("comparing uncomparable type ", t);
      return gort_memequal(a, b, t->size);
  }
}

bool efaceeq(const type* t, const void* x, const void* y) {
  if (!t) return true;
  if (!t->equal) panic_type_error("comparing uncomparable type ", t);
  // A value in the data word itself is one pointer.
  if (t->tflag & kTFlagDirectIface) return x == y;
  return t->equal->fn(t->equal, x, y);
}

namespace {
// Closures with a word behind the code.
struct sized_equal : equal_func {
  uint64_t size;
};
struct sized_hash : hash_func {
  uint64_t size;
};
struct typed_equal : equal_func {
  const gort::type* t;
};
struct typed_hash : hash_func {
  const gort::type* t;
};
template <class T>
const T& as(const void* p) {
  return *static_cast<const T*>(p);
}
}  // namespace

extern "C" {
bool runtime_memequal_varlen(const equal_func* fv, const void* a, const void* b) {
  return gort_memequal(a, b, static_cast<const sized_equal*>(fv)->size);
}
uint64_t runtime_memhash_varlen(const hash_func* fv, const void* p, uint64_t seed) {
  return memhash(p, static_cast<const sized_hash*>(fv)->size, seed);
}
bool runtime_typeequal(const equal_func* fv, const void* a, const void* b) {
  return typeequal(static_cast<const typed_equal*>(fv)->t, a, b);
}
uint64_t runtime_typehash_varlen(const hash_func* fv, const void* p, uint64_t seed) {
  return typehash(static_cast<const typed_hash*>(fv)->t, p, seed);
}
uint64_t runtime_typehash(const type* t, const void* p, uint64_t seed) { return typehash(t, p, seed); }

bool runtime_strequal(const equal_func* fv, const void* a, const void* b) {
  const go_string &x = as<go_string>(a), &y = as<go_string>(b);
  return x.len == y.len && gort_memequal(x.ptr, y.ptr, uint64_t(x.len));
}
uint64_t runtime_strhash(const hash_func* fv, const void* p, uint64_t seed) {
  return memhash(as<go_string>(p).ptr, uint64_t(as<go_string>(p).len), seed);
}

bool runtime_efaceeq(const type* t, const void* x, const void* y) { return efaceeq(t, x, y); }
bool runtime_ifaceeq(const itab* tab, const void* x, const void* y) { return efaceeq(tab ? tab->typ : nullptr, x, y); }
bool runtime_nilinterequal(const equal_func* fv, const void* a, const void* b) {
  const eface &x = as<eface>(a), &y = as<eface>(b);
  return x.typ == y.typ && efaceeq(x.typ, x.data, y.data);
}
bool runtime_interequal(const equal_func* fv, const void* a, const void* b) {
  const iface &x = as<iface>(a), &y = as<iface>(b);
  return x.tab == y.tab && runtime_ifaceeq(x.tab, x.data, y.data);
}
uint64_t runtime_nilinterhash(const hash_func* fv, const void* p, uint64_t seed) {
  const eface& e = as<eface>(p);
  return e.typ ? dynamic_hash(e.typ, &e.data, seed) : seed;
}
uint64_t runtime_interhash(const hash_func* fv, const void* p, uint64_t seed) {
  const iface& i = as<iface>(p);
  return i.tab ? dynamic_hash(i.tab->typ, &i.data, seed) : seed;
}

const equal_func runtime_strequal_f = {runtime_strequal};
const equal_func runtime_nilinterequal_f = {runtime_nilinterequal};
const equal_func runtime_interequal_f = {runtime_interequal};
const hash_func runtime_strhash_f = {runtime_strhash};
const hash_func runtime_nilinterhash_f = {runtime_nilinterhash};
const hash_func runtime_interhash_f = {runtime_interhash};
}

}  // namespace gort
