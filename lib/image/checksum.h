// lib/image/checksum.h: XXH3-128 over an image, in one place so that writer and checker cannot differ.
//
// The checksum finds damage (a full disk, a torn copy, a flipped bit). It is no defence against an attacker: the cache
// directory is the user's own, mode 0700, and whoever can write there can run code anyway.
#pragma once
#include <cstddef>
#include <cstring>
#include <span>

#include "image/image.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace gort::image {

inline constexpr size_t kChecksummedFrom = offsetof(Header, version);

inline void checksum(std::span<const std::byte> file, uint64_t out[2]) {
  XXH128_hash_t h = XXH3_128bits(file.data() + kChecksummedFrom, file.size() - kChecksummedFrom);
  out[0] = h.low64;
  out[1] = h.high64;
}

}  // namespace gort::image
