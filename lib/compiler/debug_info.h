// lib/compiler/debug_info.h: source lines for tracebacks, and debug objects for gdb, out of linked objects.
#pragma once
#include "compiler/slab.h"
#include "image/writer.h"

namespace llvm::jitlink {
class LinkGraph;
}

namespace gort::compiler {

// Adds the line table of a graph whose fixups are applied.
void record_lines(llvm::jitlink::LinkGraph&, const Slab&, image::Writer&);

// Adds an ELF file that tells gdb where this graph's functions are and carries its debug sections, fixed up.
void record_debug_object(llvm::jitlink::LinkGraph&, image::Writer&);

// After the last graph: gives each symbol the file and line of its first instruction.
void name_symbols_lines(image::Writer&);

}  // namespace gort::compiler
