// lib/time/clock.cpp: the clocks. nanotime is CLOCK_MONOTONIC, walltime CLOCK_REALTIME.
#include <time.h>

#include <cstdint>

#include "base/os_linux.h"

namespace gort {

namespace {
struct seconds {
  int64_t sec;
  int32_t nsec;
};
seconds walltime() {
  timespec ts;
  clock_gettime(CLOCK_REALTIME, &ts);
  return {ts.tv_sec, int32_t(ts.tv_nsec)};
}

// What time.now returns: three results.
struct now_result {
  int64_t sec;
  int32_t nsec;
  int64_t mono;
};
}  // namespace

extern "C" {
int64_t runtime_nanotime() { return os::nanotime(); }
seconds runtime_walltime() { return walltime(); }
void time_now(now_result* out) {
  seconds s = walltime();
  *out = {s.sec, s.nsec, os::nanotime()};
}
}

}  // namespace gort
