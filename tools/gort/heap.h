// tools/gort/heap.h: the compiler's own malloc, for LLVM's millions of small blocks.
//
// 7% of LLVM's time goes into the C library's malloc and free. The compiler is a process of its own, has one thread and
// ends soon, so a list for each size will do. tools/CMakeLists.txt wraps malloc for gort's own objects; the C library
// and the program's code never see this one, and before enable_heap() it hands on to theirs.
#pragma once

namespace gort::cli {

// From now on this process's small blocks come from here. It must stay single-threaded.
void enable_heap();

}  // namespace gort::cli
