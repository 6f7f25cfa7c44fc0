// lib/image/library.h: shared libraries that a program asks for: where they are, and their thread-local variables.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace gort::image {

// What to give to dlopen for `-l NAME`: a name with a slash or ".so" in it as it stands; otherwise libNAME.so, or the
// newest libNAME.so.N when the unversioned link (a development package's) is missing or a linker script. Empty when
// there is none.
std::string find_library(std::string_view name);

// The file behind a name given to dlopen, for stat and for reading its symbols; empty when it is not where the dynamic
// linker's usual directories are.
std::string library_file(const std::string& name);

// Finds a thread-local variable of an opened library and fills the {module, offset} pair that __tls_get_addr takes.
bool find_library_tls(const char* name, uint64_t pair[2]);

}  // namespace gort::image
