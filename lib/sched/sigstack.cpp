// See sigstack.h.
#include "sched/sigstack.h"

#include <sys/mman.h>

#include <new>

#include "base/os_linux.h"
#include "sched/proc.h"

namespace gort {

namespace {
constexpr size_t kGuard = 4096;
constexpr size_t kAlternate = 256 << 10;  // AVX-512 state takes 3 KB of it for each signal, AMX 11 KB
constexpr size_t kChecked = 256 << 10;
constexpr size_t kSlack = 1024;

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

segment* make_segment(segment* s, uint8_t* lo, uint8_t* hi) {
  s->prev = s->next = nullptr;
  s->lo = lo;
  s->hi = hi;
  s->limit = reinterpret_cast<uint64_t>(lo) + kSlack;
  s->usable = uint64_t(hi - lo) - kSlack - 256;
  s->size_class = 0;
  s->allocas = nullptr;
  return s;
}
}  // namespace

sigstack* sigstack_map() {
  auto* base = static_cast<uint8_t*>(os::reserve(kAlternate + kChecked));
  if (!base) return nullptr;
  mprotect(base, kGuard, PROT_NONE);
  uint8_t* record = base + kAlternate + kChecked - ((sizeof(sigstack) + 63) & ~size_t(63));
  auto* s = new (record) sigstack{};
  s->lo = base + kGuard;
  s->hi = base + kAlternate;
  make_segment(&s->seg, s->hi, record);
  s->stand_in.status.store(Grunning, std::memory_order_relaxed);
  s->program.ss_flags = SS_DISABLE;
  return s;
}

void sigstack_init() {
  sigstack* s = gort_tcb.sigstack;
  if (!s) s = take();
  if (!s) throw_("out of memory (signal stack)");
  stack_t mine{};
  mine.ss_sp = s->lo;
  mine.ss_size = size_t(s->hi - s->lo);
  sigaltstack(&mine, &s->before);
  gort_tcb.sigstack = s;
}

void sigstack_forked() NO_THREAD_SAFETY {
  lock.forget();
  free_list = nullptr;
}

void sigstack_end() {
  sigstack* s = gort_tcb.sigstack;
  if (!s) return;
  // A thread of C's may have had one of its own, and may need it for what it does on its way out.
  sigaltstack(&s->before, nullptr);
  gort_tcb.sigstack = nullptr;
  s->program = stack_t{};
  s->program.ss_flags = SS_DISABLE;
  lock_guard hold(lock);
  s->next = free_list;
  free_list = s;
}

// The handler may have interrupted malloc or the owner of any lock, so each is a mapping of its own.
segment* sigstack_grow(uint64_t need) {
  constexpr size_t kStep = 16 << 20;
  size_t size = (need + kSlack + 1024 + sizeof(segment) + kStep - 1) / kStep * kStep;
  auto* lo = static_cast<uint8_t*>(os::reserve(size));
  if (!lo) return nullptr;
  uint8_t* hi = lo + ((size - sizeof(segment)) & ~size_t(63));
  return make_segment(reinterpret_cast<segment*>(hi), lo, hi);
}

void sigstack_shrink(sigstack* s) {
  segment* at = s->seg.next;
  s->seg.next = nullptr;
  while (at) {
    segment* next = at->next;
    os::release(at->lo, (uint64_t(at->hi - at->lo) + sizeof(segment) + 4095) & ~uint64_t(4095));
    at = next;
  }
}

}  // namespace gort
