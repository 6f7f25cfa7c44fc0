// lib/image/program.h: what a loaded image is to the runtime, the unwinder, gdb and perf.
#pragma once
#include "boot/boot.h"
#include "image/image.h"

namespace gort::image {

// Makes `loaded` the program of this process: its unwind table answers for its code, its destructors are registered to
// run at exit, and tracebacks can ask for its symbols. Once a process; the result lives for good.
const ModuleInfo& adopt(const Loaded& loaded);

// Name, file and line of a pc of the program. No locks, no memory: callable from a signal handler.
SymbolInfo symbolize(uint64_t pc);

// Tells gdb of the debug objects (an image made with -g). Does nothing without.
void register_with_gdb(const Loaded& loaded);

// Writes /tmp/perf-PID.map, from which perf names module code. False when that file cannot be written.
bool write_perf_map(const Loaded& loaded);

}  // namespace gort::image
