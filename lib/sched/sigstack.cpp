// See sigstack.h.
#include "sched/sigstack.h"

#include <sys/mman.h>

#include <new>

#include "base/os_linux.h"
#include "sched/proc.h"

namespace gort {

namespace {
constexpr size_t kGuard = 4096;
constexpr size_t kSystem = 256 << 10;
constexpr size_t kChecked = kG0Stack;  // what a handler has in C
// Below the limit: a signal frame (3 KB with AVX-512 state, 11 KB with AMX) and the runtime's own handlers, which may
// be about to print all goroutines.
constexpr size_t kSlack = 32 << 10;

mutex lock{lock_rank::stack};
sigstack* free_list GUARDED_BY(lock);

sigstack* take() {
  {
    lock_guard hold(lock);
    if (sigstack* s = free_list) {
      free_list = s->next;
      return s;
    }
  }
  return sigstack_map();
}
}  // namespace

sigstack* sigstack_map() {
  auto* base = static_cast<uint8_t*>(os::reserve(kSystem + kChecked));
  if (!base) return nullptr;
  mprotect(base, kGuard, PROT_NONE);
  uint8_t* record = base + kSystem + kChecked - ((sizeof(sigstack) + 63) & ~size_t(63));
  auto* s = new (record) sigstack{};
  s->lo = base + kGuard;
  s->hi = base + kSystem;
  s->seg.lo = s->hi;
  s->seg.hi = record;
  s->seg.limit = reinterpret_cast<uint64_t>(s->hi) + kSlack;
  s->seg.usable = kChecked - kSlack;
  s->stand_in.status.store(Grunning, std::memory_order_relaxed);
  return s;
}

void sigstack_init() {
  sigstack* s = gort_tcb.sigstack;
  if (!s) s = take();
  if (!s) throw_("out of memory (signal stack)");
  stack_t mine{};
  mine.ss_sp = s->lo;
  mine.ss_size = size_t(s->seg.hi - s->lo);
  os::sigaltstack(&mine, &s->program);
  s->installed = true;
  gort_tcb.sigstack = s;
}

void sigstack_forked() NO_THREAD_SAFETY {
  lock.forget();
  free_list = nullptr;
}

void sigstack_end() {
  sigstack* s = gort_tcb.sigstack;
  if (!s) return;
  // A thread of C's may have one of its own, and may need it for what it does on its way out.
  if (s->installed) os::sigaltstack(&s->program, nullptr);
  gort_tcb.sigstack = nullptr;
  s->installed = false;
  lock_guard hold(lock);
  s->next = free_list;
  free_list = s;
}

}  // namespace gort
