// test/fuzz/image_fuzz.cpp: the reader of images under libFuzzer. Whatever the bytes are, check() says yes or no.
//
// The magic number, the size and the checksum are made right first, since no fuzzer finds them; a first byte decides
// how often they are left wrong.
#include <cstdlib>
#include <cstring>

#include "image/checksum.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace gort::image;
  if (size < 1) return 0;
  bool repair = data[0] & 0xf;
  // Exactly as many bytes as there are, so that a read behind them shows; aligned, as mmap aligns.
  size_t n = size - 1;
  auto* file = static_cast<std::byte*>(aligned_alloc(16, (n + 15) / 16 * 16 + 16));
  size_t shift = (16 - n % 16) % 16 / 8 * 8;  // keeps the end as near to the block's end as alignment allows
  std::byte* at = file + shift;
  if (n) memcpy(at, data + 1, n);
  if (repair && n >= kPage) {
    auto* h = reinterpret_cast<Header*>(at);
    memcpy(h->magic, kMagic, sizeof kMagic);
    h->version = kVersion;
    h->file_size = n;
    checksum({at, n}, h->checksum);
  }
  check({at, n});
  free(file);
  return 0;
}
