// What the programs of this folder use of the ABI for front ends, as `gort abi --h` spells it, and the layouts that go with it.
#include <gort/gort.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const char* p;
  int64_t n;
} string;
typedef struct {
  void* p;
  int64_t len, cap;
} slice;
typedef struct type {
  uint64_t size, ptrbytes;
  uint32_t hash;
  uint8_t tflag, align, field_align, kind;
  const void* equal;
  const uint8_t* gcdata;
  int32_t str, ptr_to_this;
} type;

#define S(literal) ((string){literal, sizeof literal - 1})
#define PRINT(s) printf("%.*s\n", (int)(s).n, (s).p)

string runtime_concatstring2(void* buf, const char*, int64_t, const char*, int64_t);
string runtime_concatstring3(void* buf, const char*, int64_t, const char*, int64_t, const char*, int64_t);
string runtime_concatstring4(void* buf, const char*, int64_t, const char*, int64_t, const char*, int64_t, const char*,
                             int64_t);
string runtime_concatstring5(void* buf, const char*, int64_t, const char*, int64_t, const char*, int64_t, const char*,
                             int64_t, const char*, int64_t);
string runtime_concatstrings(void* buf, const string* strings, int64_t len, int64_t cap);
void runtime_concatbytes(slice* out, void* buf, const string* strings, int64_t len, int64_t cap);
int64_t runtime_cmpstring(const char*, int64_t, const char*, int64_t);
int64_t runtime_countrunes(const char*, int64_t);
typedef struct {
  int32_t rune;
  int64_t next;
} rune_at;
rune_at runtime_decoderune(const char*, int64_t n, int64_t k);
string runtime_intstring(void* buf, int64_t v);
string runtime_slicebytetostring(void* buf, const void* p, int64_t n);
string runtime_slicerunetostring(void* buf, const int32_t* p, int64_t len, int64_t cap);
void runtime_stringtoslicebyte(slice* out, void* buf, const char* p, int64_t n);
void runtime_stringtoslicerune(slice* out, int32_t* buf, const char* p, int64_t n);
void* runtime_makeslice(const type* et, int64_t len, int64_t cap);
void* runtime_makeslicecopy(const type* et, int64_t tolen, int64_t fromlen, const void* from);
void runtime_growslice(slice* out, const void* array, int64_t newlen, int64_t oldcap, int64_t num, const type* et);
int64_t runtime_slicecopy(void* to, int64_t tolen, const void* from, int64_t fromlen, int64_t width);
void runtime_unsafeslice(const type* et, const void* p, int64_t len);
void runtime_unsafestring(const void* p, int64_t len);
void* runtime_newobject(const type* t);
void* runtime_newarray(const type* t, int64_t n);
void runtime_memmove(void* to, const void* from, int64_t n);
void runtime_memclrNoHeapPointers(void* at, int64_t n);
bool runtime_memequal(const void*, const void*, int64_t n);

static const uint8_t first_word_is_pointer = 1;
static inline type plain_type(uint64_t size) { return (type){.size = size, .align = 8, .field_align = 8}; }
static inline type pointer_type(uint64_t size, uint64_t ptrbytes) {
  return (type){.size = size, .ptrbytes = ptrbytes, .align = 8, .field_align = 8, .gcdata = &first_word_is_pointer};
}
