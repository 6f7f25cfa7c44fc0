// lib/image/unwind.cpp: exceptions pass through module code without any registration.
//
// libgcc 12 and later ask _dl_find_object for the .eh_frame_hdr that covers a pc, through the symbol table; gort
// exports its own, which every library of the process finds first. It answers for the image out of one sorted table and
// passes all other questions on to the C library. No lock is taken and no list walked: __register_frame, the usual way
// of JITs, costs a mutex at every unwind of the process and, in a binary with a static libgcc, registers with the wrong
// one.
#include "image/unwind.h"

#include <dlfcn.h>

#include <cstring>

namespace gort::image {
namespace {

// Written once, before the program starts.
uint64_t code_lo, code_hi;
void* table;

using Find = int (*)(void*, dl_find_object*);
Find libc_find;

}  // namespace

void unwind_through(const Loaded& image) {
  libc_find = reinterpret_cast<Find>(dlsym(RTLD_NEXT, "_dl_find_object"));
  table = image.at(image.header->eh_frame_hdr);
  code_lo = image.base;
  code_hi = image.base + kArenaOffset[kReadOnly];
}

}  // namespace gort::image

extern "C" __attribute__((visibility("default"))) int _dl_find_object(void* pc, dl_find_object* result) noexcept {
  using namespace gort::image;
  auto at = reinterpret_cast<uint64_t>(pc);
  if (at - code_lo < code_hi - code_lo) {
    if (!table) return -1;
    memset(result, 0, sizeof *result);
    result->dlfo_map_start = reinterpret_cast<void*>(code_lo);
    result->dlfo_map_end = reinterpret_cast<void*>(code_hi);
    result->dlfo_eh_frame = table;
    return 0;
  }
  // Before the image is there (a library's constructor that throws) the C library is asked directly.
  if (!libc_find) libc_find = reinterpret_cast<Find>(dlsym(RTLD_NEXT, "_dl_find_object"));
  return libc_find ? libc_find(pc, result) : -1;
}
