// lib/base/type.h: type descriptors, laid out as Go 1.26's internal/abi has them, so that Go's own reflect can read
// them.
//
// A front end emits them as constants; C programs need none (include/gort/gort.h). They are never written after the
// program has started, but for what is marked as a cache.
#pragma once
#include <cstddef>
#include <cstdint>

namespace gort {

enum class kind : uint8_t {
  invalid,
  bool_,
  int_,
  int8,
  int16,
  int32,
  int64,
  uint,
  uint8,
  uint16,
  uint32,
  uint64,
  uintptr,
  float32,
  float64,
  complex64,
  complex128,
  array,
  chan,
  func,
  interface,
  map,
  pointer,
  slice,
  string,
  struct_,
  unsafe_pointer
};

// type::tflag
inline constexpr uint8_t kTFlagUncommon = 1;   // an uncommon_type follows the descriptor
inline constexpr uint8_t kTFlagExtraStar = 2;  // the string has a '*' in front that is not part of the name
inline constexpr uint8_t kTFlagNamed = 4;
inline constexpr uint8_t kTFlagRegularMemory = 8;    // equality and hash look at size bytes of plain memory
inline constexpr uint8_t kTFlagGCMaskOnDemand = 16;  // gcdata is uint8_t**, filled at first use
inline constexpr uint8_t kTFlagDirectIface = 32;     // an interface's data word is the value itself

// A closure as module code calls it: the code gets the closure's address first.
struct equal_func {
  bool (*fn)(const equal_func*, const void* a, const void* b);
};
struct hash_func {
  uint64_t (*fn)(const hash_func*, const void* key, uint64_t seed);
};

// Offsets (name_off, type_off, text_off) are relative to the descriptor that holds them. 0: none.
struct type {
  uint64_t size;
  uint64_t ptrbytes;  // the prefix that can hold pointers; 0: none
  uint32_t hash;
  uint8_t tflag;
  uint8_t align;
  uint8_t field_align;
  gort::kind kind;
  const equal_func* equal;  // null: not comparable
  const uint8_t* gcdata;    // a bit for each of ptrbytes / 8 words
  int32_t str;              // name_off
  int32_t ptr_to_this;      // type_off
};
static_assert(sizeof(type) == 48);

struct uncommon_type {
  int32_t pkgpath;  // name_off
  uint16_t mcount;  // methods, sorted by name
  uint16_t xcount;  // of those exported
  uint32_t moff;    // offset from this record to the first method
  uint32_t unused;
};
struct method {
  int32_t name;  // name_off
  int32_t mtyp;  // type_off
  int32_t ifn;   // text_off: called through an interface, receiver in one word
  int32_t tfn;   // text_off
};
struct imethod {
  int32_t name;  // name_off
  int32_t typ;   // type_off
};
struct go_slice {
  void* ptr;
  int64_t len, cap;
};
struct go_string {
  const char* ptr;
  int64_t len;
};

struct array_type : type {
  const type* elem;
  const type* slice;
  uint64_t len;
};
struct chan_type : type {
  const type* elem;
  int64_t dir;
};
struct func_type : type {
  uint16_t in_count;
  uint16_t out_count;  // top bit: variadic. The parameters' types follow (after the uncommon_type, if there is one).
};
struct interface_type : type {
  const uint8_t* pkgpath;  // an encoded name
  go_slice methods;        // of imethod, sorted by name
};
struct map_type : type {
  const type* key;
  const type* elem;
  const type* group;
  const hash_func* hasher;
  uint64_t group_size;
  uint64_t slot_size;
  uint64_t elem_off;
  uint32_t flags;
};
inline constexpr uint32_t kMapNeedKeyUpdate = 1, kMapHashMightPanic = 2, kMapIndirectKey = 4, kMapIndirectElem = 8;
struct ptr_type : type {
  const type* elem;
};
struct slice_type : type {
  const type* elem;
};
struct struct_field {
  const uint8_t* name;  // an encoded name
  const type* typ;
  uint64_t offset;
};
struct struct_type : type {
  const uint8_t* pkgpath;
  go_slice fields;  // of struct_field
};

struct itab {
  const interface_type* inter;
  const gort::type* typ;
  uint32_t hash;  // typ->hash, for type switches
  void* fun[1];   // as many as the interface has methods; fun[0] null: typ does not implement inter
};

// interface{}: the type and one word, the value itself (kTFlagDirectIface) or its address.
struct eface {
  const gort::type* typ;
  void* data;
};
// An interface with methods.
struct iface {
  const itab* tab;
  void* data;
};

}  // namespace gort
