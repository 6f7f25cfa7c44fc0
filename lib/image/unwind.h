// lib/image/unwind.h: how the C++ unwinder finds the frames of module code.
#pragma once
#include "image/image.h"

namespace gort::image {

// From now on _dl_find_object answers for this image's code.
void unwind_through(const Loaded&);

}  // namespace gort::image
