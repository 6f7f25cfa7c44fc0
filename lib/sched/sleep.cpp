// lib/sched/sleep.cpp: timed parks. One binary heap of sleeping goroutines under one lock; sysmon wakes them. Timers with
// per-P heaps take its place when they come (lib/time).
#include <vector>

#include "base/os_linux.h"
#include "sched/proc.h"

namespace gort {

void sysmon_before(int64_t when);

namespace {
mutex lock{lock_rank::timers};
std::vector<g*>* sleepers = new std::vector<g*>;  // never destroyed: other threads go on while the process ends
std::vector<g*>& heap() REQUIRES(lock) { return *sleepers; }
std::atomic<int64_t> first_due{0};
// Sleepers between heap and run queue. Given back under sched.lock, so that checkdead, which holds it, sees them in one
// place or the other.
std::atomic<int32_t> in_flight{0};

void place(size_t i, g* gp) REQUIRES(lock) {
  heap()[i] = gp;
  gp->timer_index = uint32_t(i + 1);
}
void up(size_t i) REQUIRES(lock) {
  g* gp = heap()[i];
  while (i > 0) {
    size_t parent = (i - 1) / 2;
    if (heap()[parent]->timer_when <= gp->timer_when) break;
    place(i, heap()[parent]);
    i = parent;
  }
  place(i, gp);
}
void down(size_t i) REQUIRES(lock) {
  g* gp = heap()[i];
  size_t n = heap().size();
  for (;;) {
    size_t child = 2 * i + 1;
    if (child >= n) break;
    if (child + 1 < n && heap()[child + 1]->timer_when < heap()[child]->timer_when) child++;
    if (gp->timer_when <= heap()[child]->timer_when) break;
    place(i, heap()[child]);
    i = child;
  }
  place(i, gp);
}
g* pop() REQUIRES(lock) {
  g* gp = heap()[0];
  g* last = heap().back();
  heap().pop_back();
  if (!heap().empty()) {
    heap()[0] = last;
    down(0);
  }
  gp->timer_index = 0;
  first_due.store(heap().empty() ? 0 : heap()[0]->timer_when, std::memory_order_seq_cst);
  return gp;
}
}  // namespace

int64_t next_sleeper() { return first_due.load(std::memory_order_seq_cst); }
bool any_sleeper() {
  return first_due.load(std::memory_order_seq_cst) != 0 || in_flight.load(std::memory_order_seq_cst) != 0;
}

void sleep_forked() NO_THREAD_SAFETY {
  lock.forget();
  sleepers = new std::vector<g*>;
  first_due.store(0, std::memory_order_relaxed);
  in_flight.store(0, std::memory_order_relaxed);
}

bool sleep_park(g* gp, void* ns) {
  int64_t now = os::nanotime(), when = now + reinterpret_cast<int64_t>(ns);
  if (when < now) when = INT64_MAX;
  bool first;
  {
    lock_guard hold(lock);
    gp->timer_when = when;
    heap().push_back(gp);
    up(heap().size() - 1);
    first = heap()[0] == gp;
    if (first) first_due.store(when, std::memory_order_seq_cst);
  }
  if (sched.no_sysmon.load(std::memory_order_relaxed)) restart_sysmon();
  if (first) sysmon_before(when);
  return true;
}

int run_sleepers(int64_t now) {
  gqueue due;
  in_flight.fetch_add(1, std::memory_order_seq_cst);
  {
    lock_guard hold(lock);
    while (!heap().empty() && heap()[0]->timer_when <= now) due.push(pop());
  }
  int n = int(due.size);
  g* list[64];
  while (due.size) {
    int k = 0;
    while (due.size && k < 64) list[k++] = due.pop();
    {
      lock_guard hold(sched.lock);
      for (int i = 0; i < k; i++) {
        list[i]->status.store(Grunnable, std::memory_order_release);
        globrunqput_woken(list[i]);
      }
    }
    for (int i = 0; i < k && sched.npidle.load(std::memory_order_relaxed) > 0; i++) startm(nullptr, false);
  }
  in_flight.fetch_sub(1, std::memory_order_seq_cst);
  return n;
}

extern "C" int64_t runtime_nanotime() { return os::nanotime(); }

}  // namespace gort
