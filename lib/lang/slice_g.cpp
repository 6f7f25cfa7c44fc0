// lib/lang/slice_g.cpp: make, append and copy of slices (Go's runtime/slice.go and unsafe.go).
//
// A slice that a function appends to may begin in a buffer of its frame (growsliceBuf); when it leaves the function it
// moves out of there (moveSlice).
//
// append grows by doubling up to 256 elements and by a quarter and a bit from there on, and takes all the room that the
// allocator's size class has: capacities are Go's to the element. Checked code, since the panics are the program's.
#include <algorithm>

#include "base/memmove.h"
#include "lang/panic.h"
#include "lang/roundupsize.h"
#include "mem/mallocgc.h"

namespace gort {

namespace {
// The bytes that n elements take; false: more than any object has.
bool bytes_of(const type* et, int64_t n, uint64_t& bytes) {
  return n >= 0 && !__builtin_mul_overflow(et->size, uint64_t(n), &bytes) && bytes <= kMaxAlloc;
}

void* allocate(uint64_t size, const type* et) {
  if (size == 0) return &runtime_zerobase;
  return mallocgc(size, et->ptrbytes ? et : nullptr, true);
}

int64_t next_cap(int64_t newlen, int64_t oldcap) {
  int64_t twice;
  if (__builtin_add_overflow(oldcap, oldcap, &twice) || newlen > twice) return newlen;
  constexpr int64_t kDoubleBelow = 256;
  if (oldcap < kDoubleBelow) return twice;
  int64_t cap = oldcap;
  do
    if (__builtin_add_overflow(cap, (cap + 3 * kDoubleBelow) >> 2, &cap)) return newlen;
  while (cap < newlen);
  return cap;
}
}  // namespace

extern "C" {
void runtime_panicmakeslicelen() { panic_error_string("makeslice: len out of range"); }
void runtime_panicmakeslicecap() { panic_error_string("makeslice: cap out of range"); }

void* runtime_makeslice(const type* et, int64_t len, int64_t cap) {
  uint64_t bytes;
  if (!bytes_of(et, cap, bytes) || len < 0 || len > cap) {
    // make([]T, n) has n as its capacity too: then the length is at fault.
    if (!bytes_of(et, len, bytes)) runtime_panicmakeslicelen();
    runtime_panicmakeslicecap();
  }
  return allocate(bytes, et);
}

void* runtime_makeslicecopy(const type* et, int64_t tolen, int64_t fromlen, const void* from) {
  uint64_t bytes;
  if (!bytes_of(et, tolen, bytes)) runtime_panicmakeslicelen();
  void* to = allocate(bytes, et);
  gort_memmove(to, from, std::min(bytes, et->size * uint64_t(fromlen)));
  return to;
}

void runtime_growslice(go_slice* out, const void* old, int64_t newlen, int64_t oldcap, int64_t num, const type* et) {
  if (newlen < 0) panic_error_string("growslice: len out of range");
  if (et->size == 0) {
    *out = {&runtime_zerobase, newlen, newlen};
    return;
  }
  uint64_t bytes;
  int64_t cap = next_cap(newlen, oldcap);
  bool noscan = et->ptrbytes == 0;
  if (!bytes_of(et, cap, bytes)) panic_error_string("growslice: len out of range");
  cap = int64_t(roundupsize(bytes, noscan) / et->size);
  bytes = uint64_t(cap) * et->size;
  if (bytes > kMaxAlloc) panic_error_string("growslice: len out of range");
  uint8_t* p = static_cast<uint8_t*>(mallocgc(bytes, noscan ? nullptr : et, !noscan));
  if (noscan) gort_memclr(p + uint64_t(newlen) * et->size, bytes - uint64_t(newlen) * et->size);
  gort_memmove(p, old, uint64_t(newlen - num) * et->size);
  *out = {p, newlen, cap};
}

void runtime_growsliceBuf(go_slice* out, const void* old, int64_t newlen, int64_t oldcap, int64_t num, const type* et,
                          void* buf, int64_t buflen) {
  if (newlen < 0 || newlen > buflen || et->size == 0) return runtime_growslice(out, old, newlen, oldcap, num, et);
  uint64_t size = et->size, used = uint64_t(newlen) * size;
  if (old != buf) gort_memmove(buf, old, uint64_t(newlen - num) * size);
  int64_t cap = std::min(int64_t(roundupsize(used, et->ptrbytes == 0) / size), buflen);
  gort_memclr(static_cast<uint8_t*>(buf) + used, uint64_t(cap) * size - used);
  *out = {buf, newlen, cap};
}

void runtime_moveSlice(go_slice* out, const type* et, void* old, int64_t len, int64_t cap) {
  if (cap == 0) {
    *out = {old ? &runtime_zerobase : nullptr, 0, 0};
    return;
  }
  uint64_t bytes = uint64_t(cap) * et->size;
  void* p = allocate(bytes, et);
  gort_memmove(p, old, bytes);
  *out = {p, len, cap};
}
void runtime_moveSliceNoScan(go_slice* out, uint64_t size, void* old, int64_t len, int64_t cap) {
  type et{};
  et.size = size;
  runtime_moveSlice(out, &et, old, len, cap);
}
void runtime_moveSliceNoCap(go_slice* out, const type* et, void* old, int64_t len) {
  if (len == 0) return runtime_moveSlice(out, et, old, 0, 0);
  uint64_t used = uint64_t(len) * et->size;
  uint64_t cap = et->size ? roundupsize(used, et->ptrbytes == 0) / et->size : uint64_t(len);
  void* p = allocate(cap * et->size, et);
  gort_memmove(p, old, used);
  *out = {p, len, int64_t(cap)};
}
void runtime_moveSliceNoCapNoScan(go_slice* out, uint64_t size, void* old, int64_t len) {
  type et{};
  et.size = size;
  runtime_moveSliceNoCap(out, &et, old, len);
}

int64_t runtime_slicecopy(void* to, int64_t tolen, const void* from, int64_t fromlen, uint64_t width) {
  int64_t n = std::min(tolen, fromlen);
  gort_memmove(to, from, uint64_t(n) * width);
  return n;
}

void* runtime_newarray(const type* t, int64_t n) {
  uint64_t bytes;
  if (!bytes_of(t, n, bytes)) panic_plain_error("runtime: allocation size out of range");
  return allocate(bytes, t);
}

void runtime_panicunsafeslicelen() { panic_error_string("unsafe.Slice: len out of range"); }
void runtime_panicunsafeslicenilptr() { panic_error_string("unsafe.Slice: ptr is nil and len is not zero"); }
void runtime_panicunsafestringlen() { panic_error_string("unsafe.String: len out of range"); }
void runtime_panicunsafestringnilptr() { panic_error_string("unsafe.String: ptr is nil and len is not zero"); }

// The area must not go beyond the end of the address space.
void runtime_unsafeslice(const type* et, const void* p, int64_t len) {
  if (len < 0) runtime_panicunsafeslicelen();
  if (et->size == 0 && !p && len > 0) runtime_panicunsafeslicenilptr();
  uint64_t bytes;
  if (__builtin_mul_overflow(et->size, uint64_t(len), &bytes) || bytes > -reinterpret_cast<uint64_t>(p)) {
    if (!p) runtime_panicunsafeslicenilptr();
    runtime_panicunsafeslicelen();
  }
}

void runtime_unsafestring(const void* p, int64_t len) {
  if (len < 0) runtime_panicunsafestringlen();
  if (uint64_t(len) > -reinterpret_cast<uint64_t>(p)) {
    if (!p) runtime_panicunsafestringnilptr();
    runtime_panicunsafestringlen();
  }
}
}

}  // namespace gort
