// lib/lang/string_g.cpp: making strings (Go's runtime/string.go).
//
// A string is {ptr, i64}; its bytes never change. Where the front end knows that a result does not outlive the calling
// function, it hands over a buffer in its frame: kTmpBuf bytes (runes), which short results are put into. Checked code:
// the bytes are copied on the goroutine's stack, and only memory comes from the system stack.
#include <bit>

#include "base/memmove.h"
#include "base/tcb.h"
#include "lang/constants.h"
#include "lang/roundupsize.h"
#include "lang/utf8.h"
#include "mem/mallocgc.h"
#include "sched/runtime2.h"

namespace gort {

extern "C" int64_t runtime_countrunes(const uint8_t* s, int64_t n);  // leaf

namespace {
constexpr int64_t kTmpBuf = 32;

// Whether the bytes lie in a frame of this goroutine, so that they may not be handed on.
bool on_stack(const void* p) {
  for (const segment* s = &getg()->root; s; s = s->next)
    if (p >= s->lo && p < s->hi) return true;
  return false;
}

uint8_t* raw_bytes(uint8_t* buf, int64_t n) {
  if (buf && n <= kTmpBuf) return buf;
  return static_cast<uint8_t*>(mallocgc(uint64_t(n), nullptr, false));
}

go_string as_string(const void* p, int64_t n) { return {static_cast<const char*>(p), n}; }

// Room for n bytes, and what is left over in it zeroed.
go_slice raw_slice(uint64_t n, uint64_t width) {
  uint64_t room = roundupsize(n * width, true);
  uint8_t* p = static_cast<uint8_t*>(room ? mallocgc(room, nullptr, false) : &runtime_zerobase);
  gort_memclr(p + n * width, room - n * width);
  return {p, int64_t(n), int64_t(room / width)};
}

int64_t total_length(const go_string* a, int64_t n) {
  int64_t length = 0;
  for (int64_t i = 0; i < n; i++)
    if (__builtin_add_overflow(length, a[i].len, &length)) systemstack(throw_, "string concatenation too long");
  return length;
}

void copy_all(uint8_t* to, const go_string* a, int64_t n) {
  for (int64_t i = 0; i < n; i++) {
    gort_memmove(to, a[i].ptr, uint64_t(a[i].len));
    to += a[i].len;
  }
}

go_string concat(uint8_t* buf, const go_string* a, int64_t n) {
  int64_t length = total_length(a, n);
  if (length == 0) return {nullptr, 0};
  for (int64_t i = 0; i < n; i++)
    if (a[i].len == length && (buf || !on_stack(a[i].ptr))) return a[i];
  uint8_t* p = raw_bytes(buf, length);
  copy_all(p, a, n);
  return as_string(p, length);
}

go_slice concat_bytes(uint8_t* buf, const go_string* a, int64_t n) {
  int64_t length = total_length(a, n);
  go_slice s;
  if (buf && length <= kTmpBuf) {
    gort_memclr(buf, kTmpBuf);
    s = {buf, length, kTmpBuf};
  } else {
    s = raw_slice(uint64_t(length), 1);
  }
  copy_all(static_cast<uint8_t*>(s.ptr), a, n);
  return s;
}
}  // namespace

extern "C" {
go_string runtime_concatstrings(uint8_t* buf, const go_string* a, int64_t n, int64_t cap) { return concat(buf, a, n); }
// Words, not strings: C would pass a string that no longer fits the registers in memory as a whole.
go_string runtime_concatstring2(uint8_t* buf, const char* p0, int64_t n0, const char* p1, int64_t n1) {
  go_string a[] = {{p0, n0}, {p1, n1}};
  return concat(buf, a, 2);
}
go_string runtime_concatstring3(uint8_t* buf, const char* p0, int64_t n0, const char* p1, int64_t n1, const char* p2,
                                int64_t n2) {
  go_string a[] = {{p0, n0}, {p1, n1}, {p2, n2}};
  return concat(buf, a, 3);
}
go_string runtime_concatstring4(uint8_t* buf, const char* p0, int64_t n0, const char* p1, int64_t n1, const char* p2,
                                int64_t n2, const char* p3, int64_t n3) {
  go_string a[] = {{p0, n0}, {p1, n1}, {p2, n2}, {p3, n3}};
  return concat(buf, a, 4);
}
go_string runtime_concatstring5(uint8_t* buf, const char* p0, int64_t n0, const char* p1, int64_t n1, const char* p2,
                                int64_t n2, const char* p3, int64_t n3, const char* p4, int64_t n4) {
  go_string a[] = {{p0, n0}, {p1, n1}, {p2, n2}, {p3, n3}, {p4, n4}};
  return concat(buf, a, 5);
}

void runtime_concatbytes(go_slice* out, uint8_t* buf, const go_string* a, int64_t n, int64_t cap) {
  *out = concat_bytes(buf, a, n);
}

go_string runtime_slicebytetostring(uint8_t* buf, const uint8_t* p, int64_t n) {
  if (n == 0) return {nullptr, 0};
  if (n == 1) return as_string(&runtime_staticuint64s[*p], 1);  // needs no memory
  uint8_t* to = raw_bytes(buf, n);
  gort_memmove(to, p, uint64_t(n));
  return as_string(to, n);
}

void runtime_stringtoslicebyte(go_slice* out, uint8_t* buf, const uint8_t* s, int64_t n) {
  if (buf && n <= kTmpBuf) {
    gort_memclr(buf, kTmpBuf);
    *out = {buf, n, kTmpBuf};
  } else {
    *out = raw_slice(uint64_t(n), 1);
  }
  gort_memmove(out->ptr, s, uint64_t(n));
}

void runtime_stringtoslicerune(go_slice* out, int32_t* buf, const uint8_t* s, int64_t n) {
  int64_t count = runtime_countrunes(s, n);
  if (buf && count <= kTmpBuf) {
    gort_memclr(buf, kTmpBuf * 4);
    *out = {buf, count, kTmpBuf};
  } else {
    *out = raw_slice(uint64_t(count), 4);
  }
  int32_t* to = static_cast<int32_t*>(out->ptr);
  for (int64_t k = 0; k < n;) {
    decoded_rune r = decode_rune(s, n, k);
    *to++ = r.rune;
    k = r.next;
  }
}

// Another goroutine may write the runes meanwhile: what was counted is the limit, and the last rune may need 3 bytes
// more.
go_string runtime_slicerunetostring(uint8_t* buf, const int32_t* a, int64_t n, int64_t cap) {
  int64_t length = 0;
  for (int64_t i = 0; i < n; i++) length += rune_length(a[i]);
  if (length == 0) return {nullptr, 0};
  uint8_t* p = raw_bytes(buf, length + 3);
  int64_t at = 0;
  for (int64_t i = 0; i < n && at < length; i++) at += encode_rune(p + at, a[i]);
  return as_string(p, at);
}

// string(rune(v)); buf, when given, has 4 bytes.
go_string runtime_intstring(uint8_t* buf, int64_t v) {
  uint8_t* p = buf ? buf : raw_bytes(nullptr, 4);
  return as_string(p, encode_rune(p, v == int32_t(v) ? int32_t(v) : kRuneError));
}
}

}  // namespace gort
