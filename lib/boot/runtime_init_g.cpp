// lib/boot/runtime_init_g.cpp: the runtime's own init task (BOOT row 11): what the runtime does at start on a
// goroutine.
#include "boot/inittask.h"
#include "debug/fatal.h"
#include "sched/systemstack.h"

namespace gort {

namespace {
void init_signals() { systemstack(install_signal_handlers); }
struct runtime_task : inittask {
  void (*fn)();
};
runtime_task task = {{0, 0, 1}, init_signals};
}  // namespace

inittask& runtime_inittask = task;

}  // namespace gort
