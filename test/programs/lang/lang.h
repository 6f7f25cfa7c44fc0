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
string runtime_slicebytetostringtmp(const void* p, int64_t n);
string runtime_slicerunetostring(void* buf, const int32_t* p, int64_t len, int64_t cap);
void runtime_stringtoslicebyte(slice* out, void* buf, const char* p, int64_t n);
void runtime_stringtoslicerune(slice* out, int32_t* buf, const char* p, int64_t n);
void* runtime_makeslice(const type* et, int64_t len, int64_t cap);
void* runtime_makeslicecopy(const type* et, int64_t tolen, int64_t fromlen, const void* from);
void runtime_growslice(slice* out, const void* array, int64_t newlen, int64_t oldcap, int64_t num, const type* et);
void runtime_growsliceBuf(slice* out, const void* array, int64_t newlen, int64_t oldcap, int64_t num, const type* et,
                          void* buf, int64_t buflen);
void runtime_moveSlice(slice* out, const type* et, void* array, int64_t len, int64_t cap);
void runtime_moveSliceNoScan(slice* out, int64_t size, void* array, int64_t len, int64_t cap);
void runtime_moveSliceNoCap(slice* out, const type* et, void* array, int64_t len);
void runtime_moveSliceNoCapNoScan(slice* out, int64_t size, void* array, int64_t len);
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

// Equality and hash.
typedef struct equal_func {
  bool (*fn)(const struct equal_func*, const void*, const void*);
} equal_func;
typedef struct hash_func {
  uint64_t (*fn)(const struct hash_func*, const void*, uint64_t seed);
} hash_func;
typedef struct {
  const void* typ_or_tab;
  const void* data;
} interface;
extern const type runtime_type_bool, runtime_type_int, runtime_type_int32, runtime_type_uint8, runtime_type_float32,
    runtime_type_float64, runtime_type_complex64, runtime_type_complex128, runtime_type_string, runtime_type_any,
    runtime_type_error, runtime_type_ptr_int, runtime_type_func_string, runtime_type_func;
extern const equal_func runtime_memequal8_f, runtime_memequal16_f, runtime_memequal32_f, runtime_memequal64_f,
    runtime_memequal128_f, runtime_f32equal_f, runtime_f64equal_f, runtime_c64equal_f, runtime_c128equal_f,
    runtime_strequal_f, runtime_interequal_f, runtime_nilinterequal_f;
extern const hash_func runtime_memhash8_f, runtime_memhash16_f, runtime_memhash32_f, runtime_memhash64_f,
    runtime_memhash128_f, runtime_f32hash_f, runtime_f64hash_f, runtime_c64hash_f, runtime_c128hash_f,
    runtime_strhash_f, runtime_interhash_f, runtime_nilinterhash_f;
bool runtime_memequal_varlen(const equal_func*, const void*, const void*);
bool runtime_typeequal(const equal_func*, const void*, const void*);
uint64_t runtime_memhash_varlen(const hash_func*, const void*, uint64_t seed);
uint64_t runtime_typehash_varlen(const hash_func*, const void*, uint64_t seed);
uint64_t runtime_typehash(const type*, const void*, uint64_t seed);
uint64_t runtime_memhash(const void*, uint64_t seed, int64_t n);
bool runtime_efaceeq(const type*, const void*, const void*);

enum { kStruct = 25, kArray = 17, kSlice = 23, kPointer = 22, kInterface = 20, kFunc = 19, kMap = 21 };
enum { kUncommon = 1, kExtraStar = 2, kNamed = 4, kRegular = 8, kDirect = 32 };
typedef struct {
  const uint8_t* name;
  const type* typ;
  uint64_t offset;
} field;
typedef struct {
  type t;
  const uint8_t* pkgpath;
  field* fields;
  int64_t nfields, cfields;
} struct_type;
typedef struct {
  type t;
  const type *elem, *slice;
  uint64_t len;
} array_type;
typedef struct {
  type t;
  const type* elem;
} slice_type;

// Defines an encoded name: flags (1: exported), length, bytes.
#define NAME(ident, flags, text) \
  static const struct {          \
    uint8_t f, n;                \
    char s[sizeof text];         \
  } ident = {flags, sizeof text - 1, text}
// Offsets are distances from the descriptor, which C cannot write down as constants.
static inline int32_t offset_to(const void* base, const void* what) {
  return (int32_t)((const char*)what - (const char*)base);
}

// Interfaces.
typedef struct {
  int32_t pkgpath;
  uint16_t mcount, xcount;
  uint32_t moff, unused;
} uncommon_type;
typedef struct {
  int32_t name, mtyp, ifn, tfn;
} method;
typedef struct {
  int32_t name, typ;
} imethod;
typedef struct {
  type t;
  const uint8_t* pkgpath;
  imethod* methods;
  int64_t nmethods, cmethods;
} interface_type;
typedef struct itab {
  const interface_type* inter;
  const type* typ;
  uint32_t hash;
  void* fun[];
} itab;
typedef struct {
  int64_t index;
  itab* tab;
} switch_result;
itab* runtime_getitab(const interface_type*, const type*, bool can_fail);
itab* runtime_assertE2I(const void* inter, const void* t);
itab* runtime_assertE2I2(const void* inter, const void* t);
itab* runtime_typeAssert(void* site, const void* t);
switch_result runtime_interfaceSwitch(void* site, const void* t);
extern const char runtime_emptyTypeAssertCache, runtime_emptyInterfaceSwitchCache;
void* runtime_convT(const type*, const void*);
void* runtime_convT16(uint16_t);
void* runtime_convT32(uint32_t);
void* runtime_convT64(uint64_t);
void* runtime_convTstring(const char*, int64_t);
void* runtime_convTslice(void*, int64_t, int64_t);
extern const uint64_t runtime_staticuint64s[256];

// Maps.
typedef struct {
  type t;
  const type *key, *elem, *group;
  const hash_func* hasher;
  uint64_t group_size, slot_size, elem_off;
  uint32_t flags;
} map_type;
enum { kNeedKeyUpdate = 1, kHashMightPanic = 2, kIndirectKey = 4, kIndirectElem = 8 };
typedef struct {
  void *key, *elem;
  uint64_t words[10];
} map_iter;
typedef struct {
  void* elem;
  bool ok;
} lookup;
void* runtime_makemap(const map_type*, int64_t hint, void* buf);
void* runtime_makemap_small(void);
void* runtime_mapaccess1(const map_type*, void* m, const void* key);
void* runtime_mapaccess1_fast32(const map_type*, void* m, uint32_t key);
void* runtime_mapaccess1_fast64(const map_type*, void* m, uint64_t key);
void* runtime_mapaccess1_faststr(const map_type*, void* m, const char*, int64_t);
void* runtime_mapaccess1_fat(const map_type*, void* m, const void* key, const void* zeros);
lookup runtime_mapaccess2(const map_type*, void* m, const void* key);
lookup runtime_mapaccess2_fast32(const map_type*, void* m, uint32_t key);
lookup runtime_mapaccess2_fast64(const map_type*, void* m, uint64_t key);
lookup runtime_mapaccess2_faststr(const map_type*, void* m, const char*, int64_t);
void* runtime_mapassign(const map_type*, void* m, const void* key);
void* runtime_mapassign_fast32(const map_type*, void* m, uint32_t key);
void* runtime_mapassign_fast64(const map_type*, void* m, uint64_t key);
void* runtime_mapassign_faststr(const map_type*, void* m, const char*, int64_t);
void runtime_mapdelete(const map_type*, void* m, const void* key);
void runtime_mapdelete_fast32(const map_type*, void* m, uint32_t key);
void runtime_mapdelete_fast64(const map_type*, void* m, uint64_t key);
void runtime_mapdelete_faststr(const map_type*, void* m, const char*, int64_t);
void* runtime_mapclone(const map_type*, void* m);
void runtime_mapclear(const map_type*, void* m);
int64_t runtime_maplen(void* m);
void runtime_mapIterStart(const map_type*, void* m, map_iter*);
void runtime_mapIterNext(map_iter*);

// As a front end would lay it out.
static inline map_type map_of(const type* key, const type* elem, const hash_func* hasher, uint32_t flags) {
  map_type t = {{8, 8, 77, kDirect, 8, 8, kMap}, key, elem, 0, hasher, 0, 0, 0, flags};
  uint64_t key_size = key->size > 128 ? 8 : key->size, elem_size = elem->size > 128 ? 8 : elem->size;
  uint64_t align = elem->align > key->align ? elem->align : key->align;
  if (key->size > 128) t.flags |= kIndirectKey, align = 8;
  if (elem->size > 128) t.flags |= kIndirectElem, align = 8;
  t.elem_off = (key_size + elem->align - 1) / elem->align * elem->align;
  t.slot_size = (t.elem_off + elem_size + align - 1) / align * align;
  if (elem_size == 0) t.slot_size += align;  // a pointer behind the last slot's element would leave the group
  t.group_size = 8 + 8 * t.slot_size;
  return t;
}
