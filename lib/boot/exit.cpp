// lib/boot/exit.cpp: leaving. Always by exit(): the process's exit handlers, destructors and streams are the program's
// too, and the code that they run stays mapped to the end.
#include <stdlib.h>

#include "boot/inittask.h"
#include "boot/start.h"

namespace gort {

// A foreign call (odd counter): exit handlers of the module arrive as callbacks.
extern "C" void runtime_exit(int code) { exit(code); }

}  // namespace gort
