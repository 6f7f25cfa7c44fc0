// lib/compiler/link.h: from objects to the contents of an image.
#pragma once
#include <llvm/Support/MemoryBuffer.h>

#include <memory>
#include <vector>

#include "compiler/ir.h"
#include "compiler/slab.h"
#include "image/writer.h"

namespace gort::compiler {

// What a link leaves behind; `image` refers to the slab's memory.
struct Linked {
  std::unique_ptr<Slab> slab;
  image::Writer image;
};

// Links a program's module objects and native inputs for `base`. Null: the report has the errors.
std::unique_ptr<Linked> link(Program&, std::vector<std::unique_ptr<llvm::MemoryBuffer>> objects, const Options&,
                             uint64_t base, Report&);

}  // namespace gort::compiler
