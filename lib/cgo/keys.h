// lib/cgo/keys.h: pthread keys of the program.
#pragma once

namespace gort {

// On the system stack, outside: destroys what the calling thread keeps under the program's keys.
void run_key_destructors();

}  // namespace gort
