// lib/image/exports.h: the program's names for libraries.
#pragma once
#include "image/image.h"

namespace gort::image {

// Shows the exports of an image that lies in memory to the dynamic linker, dlsym and dladdr. Does nothing when there
// are none.
void export_symbols(const Loaded&);

}  // namespace gort::image
