// See lock_watch.h.
#include "sync/lock_watch.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "base/godebug.h"
#include "sched/caller.h"

uint8_t runtime_slow_locks;

namespace gort {

namespace {
mutex lock{lock_rank::lock_watch};
using owners = std::unordered_map<const void*, std::vector<lock_owner>>;
owners* table;  // made when the switch is on, never destroyed
}  // namespace

void lock_watch_init() {
  if (!have_membarrier) runtime_slow_locks |= 2;
  if (!debug.deadlock) return;
  table = new owners;
  runtime_slow_locks |= 1;
}

int lock_owners(const void* l, lock_owner* out, int n) {
  if (!table) return 0;
  lock_guard hold(lock);
  auto it = table->find(l);
  if (it == table->end()) return 0;
  int count = std::min(n, int(it->second.size()));
  std::copy_n(it->second.begin(), count, out);
  return count;
}

extern "C" {
void gort_lock_taken(void* l, bool reads) {
  if (!table) return;
  lock_guard hold(lock);
  (*table)[l].push_back({getg()->goid, caller_in_program(), reads});
}

void gort_lock_released(void* l) {
  if (!table) return;
  lock_guard hold(lock);
  auto it = table->find(l);
  if (it == table->end()) return;
  auto& list = it->second;
  // Another goroutine than the one that took it may give it back.
  uint64_t me = getg()->goid;
  auto at = std::find_if(list.begin(), list.end(), [me](const lock_owner& o) { return o.goid == me; });
  list.erase(at == list.end() ? list.begin() : at);
  if (list.empty()) table->erase(it);
}
}

}  // namespace gort
