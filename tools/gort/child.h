// tools/gort/child.h: the compiler in a process of its own.
//
// LLVM dies on some damaged files, loops on others, eats memory on a few; it allocates, starts threads, installs
// handlers. A child with limits keeps all of that out of the program's process, which never touches LLVM's pages.
#pragma once
#include <functional>
#include <string>

namespace gort::cli {

// Runs `work` in a child; its result is the child's exit code. `what` (a file's name) is for messages: a child that
// dies is reported on stderr, and counts as 1. `input_bytes` scales the limits of time and memory. While it takes more
// than a second and stderr is a terminal, a line there says so.
int in_child(const std::string& what, uint64_t input_bytes, const std::function<int()>& work);

// Detaches a copy of this process that does `work` and ends: nobody waits for it, it has no terminal.
void in_background(const std::function<void()>& work);

}  // namespace gort::cli
