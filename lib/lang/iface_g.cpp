// lib/lang/iface_g.cpp: interfaces: conversions of values to them, and assertions (Go's runtime/iface.go).
//
// An interface's second word is the value itself when its type is one pointer (kTFlagDirectIface), else the address of
// a copy that nobody changes. Small numbers need no copy of their own.
#include "base/memmove.h"
#include "lang/assert_cache.h"
#include "lang/constants.h"
#include "lang/error.h"
#include "lang/itab.h"
#include "lang/panic.h"
#include "mem/mallocgc.h"

namespace gort {

namespace {
[[noreturn]] void panic_assertion(const type* concrete, const type* asserted, go_string missing) {
  auto* e = static_cast<type_assertion_error*>(
      mallocgc(sizeof(type_assertion_error), gort_type_type_assertion_error.elem, true));
  e->concrete = concrete;
  e->asserted = asserted;
  e->missing_method = missing;
  gopanic({&gort_type_type_assertion_error, e});
}

struct switch_result {
  int64_t index;
  itab* tab;
};

template <class T>
void* boxed(T v) {
  if (v < 256) return const_cast<uint64_t*>(&runtime_staticuint64s[v]);
  T* p = static_cast<T*>(mallocgc(sizeof(T), nullptr, false));
  *p = v;
  return p;
}
}  // namespace

itab* getitab(const interface_type* inter, const type* t, bool can_fail) {
  itab* tab = find_itab(inter, t);
  if (!tab) systemstack(make_itab, inter, t, &tab);
  if (tab->fun[0]) return tab;
  if (can_fail) return nullptr;
  go_string name;
  systemstack(missing_method, inter, t, &name);
  panic_assertion(t, inter, name);
}

extern "C" {
itab* runtime_getitab(const interface_type* inter, const type* t, uint8_t can_fail) {
  return getitab(inter, t, can_fail & 1);
}
itab* runtime_assertE2I(const interface_type* inter, const type* t) {
  if (!t) panic_assertion(nullptr, inter, {nullptr, 0});
  return getitab(inter, t, false);
}
itab* runtime_assertE2I2(const interface_type* inter, const type* t) { return t ? getitab(inter, t, true) : nullptr; }

itab* runtime_typeAssert(type_assert* site, const type* t) {
  itab* tab = nullptr;
  if (t)
    tab = getitab(site->inter, t, site->can_fail);
  else if (!site->can_fail)
    panic_assertion(nullptr, site->inter, {nullptr, 0});
  if (t) remember(site->cache, type_assert_entry{t, tab});
  return tab;
}

switch_result runtime_interfaceSwitch(interface_switch* site, const type* t) {
  switch_result r{site->ncases, nullptr};
  for (int64_t i = 0; i < site->ncases && !r.tab; i++)
    if ((r.tab = getitab(site->cases[i], t, true))) r.index = i;
  remember(site->cache, interface_switch_entry{t, r.index, r.tab});
  return r;
}

void* runtime_convT(const type* t, const void* v) {
  if (t->size == 0) return &runtime_zerobase;
  void* p = mallocgc(t->size, t->ptrbytes ? t : nullptr, true);
  gort_memmove(p, v, t->size);
  return p;
}
void* runtime_convT16(uint16_t v) { return boxed(v); }
void* runtime_convT32(uint32_t v) { return boxed(v); }
void* runtime_convT64(uint64_t v) { return boxed(v); }
void* runtime_convTstring(const char* p, int64_t n) {
  if (n == 0) return const_cast<uint8_t*>(runtime_zeroVal);
  auto* s = static_cast<go_string*>(mallocgc(sizeof(go_string), &gort_type_string, true));
  *s = {p, n};
  return s;
}
void* runtime_convTslice(void* p, int64_t len, int64_t cap) {
  if (!p) return const_cast<uint8_t*>(runtime_zeroVal);
  // Of the type, what counts is where the pointers are.
  auto* s = static_cast<go_slice*>(mallocgc(sizeof(go_slice), &gort_type_string, true));
  *s = {p, len, cap};
  return s;
}
}

}  // namespace gort
