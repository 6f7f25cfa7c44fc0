// lib/lang/map_c.h: maps for C programs (gort.h): a map together with a type made for it. Keys are plain memory, or C
// strings, which the map copies.
#pragma once
#include "lang/map.h"

namespace gort {

struct c_map {
  hmap m;  // first: len
  map_type t;
  type key, elem;
  struct {
    equal_func f;
    uint64_t size;
  } equal;
  struct {
    hash_func f;
    uint64_t size;
  } hasher;
  enum : uint8_t { memory, word32, word64, strings } keys;
};

// As gort.h declares it.
struct c_map_iter {
  const void* key;
  void* elem;
  const c_map* map;
  hiter it;
};

}  // namespace gort
