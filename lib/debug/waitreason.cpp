// Why goroutines wait, in Go's words. gort_park has no counterpart in Go.
#include "debug/traceback.h"

namespace gort {

const char* wait_reason_text(wait_reason why) {
  static constexpr const char* texts[] = {
      "",                         // none
      "chan receive (nil chan)",  // chan_receive_nil
      "chan send (nil chan)",     // chan_send_nil
      "select",                   // select
      "select (no cases)",        // select_no_cases
      "chan receive",             // chan_receive
      "chan send",                // chan_send
      "sleep",                    // sleep
      "semacquire",               // sema_acquire
      "sync.Mutex.Lock",          // mutex_lock
      "sync.RWMutex.RLock",       // rwmutex_rlock
      "sync.RWMutex.Lock",        // rwmutex_lock
      "sync.WaitGroup.Wait",      // wait_group_wait
      "sync.Cond.Wait",           // cond_wait
      "IO wait",                  // io_wait
      "GC sweep wait",            // gc_sweep_wait
      "GC scavenge wait",         // gc_scavenge_wait
      "finalizer wait",           // finalizer_wait
      "panicwait",                // panic_wait
      "park",                     // park
  };
  static_assert(sizeof texts / sizeof *texts == size_t(wait_reason::count));
  return why < wait_reason::count ? texts[size_t(why)] : "???";
}

}  // namespace gort
