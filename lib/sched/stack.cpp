// lib/sched/stack.cpp: stack segments.
//
// A goroutine starts on a root segment of 2,048 bytes that holds its g as well, packed densely: a parked goroutine
// costs 2,048 bytes, less than Go's. When a prologue finds it short, the stack goes on in a segment of the next size:
//
//   class   0        1       2      3       4        5
//   size    2 KB     64 KB   1 MB   16 MB   256 MB   the rest up to maxstacksize
//
// The next segment stays linked after a return, so a loop over an edge costs two pointer moves and no allocation; at a
// park the unused ones go back (64 KB ones to the P's cache; larger ones only when a tick of sysmon has passed, so that
// a goroutine that parks often in deep recursion keeps them).
//
// Memory is reserved and committed by touching it. There are no guard pages: every stack is checked, and two mappings a
// stack would exhaust vm.max_map_count at 32,000 goroutines. Instead each segment has slack below the limit for what
// runs unchecked: LLVM's small frames (up to 256 bytes), leaf functions, the registers of a preemption.
#include <stdlib.h>
#include <sys/mman.h>

#include <new>

#include "base/godebug.h"
#include "base/os_linux.h"
#include "base/print.h"
#include "sched/proc.h"

namespace gort {

uint64_t maxstacksize = 1 << 20;  // until runtime_main sets it (BOOT row 3)
uint64_t maxstackceiling = 1 << 20;

// Dynamic allocas that did not fit the segment. They belong to the frame whose rsp was `sp`, and are freed when a later
// one finds that frame gone.
struct alloca_block {
  alloca_block* next;
  uint64_t sp;
};

namespace {
struct stack_class {
  size_t size;
  size_t slack;
};
constexpr size_t kRootSize = 2048;
constexpr stack_class classes[] = {{kRootSize, 512}, {64 << 10, 1024},  {1 << 20, 1024},
                                   {16 << 20, 1024}, {256 << 20, 1024}, {0, 1024}};
constexpr uint32_t kPool = 1;   // the class that Ps cache
constexpr uint32_t kLarge = 2;  // from here on: mapped one by one
constexpr uint32_t kRest = 5;
constexpr uint32_t kStress = 6;  // stackseg=min: 4 KB, or as much as the frame needs; the limit just below that frame
constexpr size_t kStressSize = 4096;
constexpr size_t kRootChunk = 64 << 20, kPoolChunk = 256 << 20;
constexpr int32_t kCacheMax = 32;
constexpr uint32_t kDepotHot = 256;  // pooled segments that keep their pages in the depot
constexpr int kKeepLarge[kRest + 1] = {0, 0, 16, 2, 0, 0};

mutex lock{lock_rank::stack};
uint8_t *root_at GUARDED_BY(lock), *root_end GUARDED_BY(lock);
uint8_t *pool_at GUARDED_BY(lock), *pool_end GUARDED_BY(lock);
uint8_t *stress_at GUARDED_BY(lock), *stress_end GUARDED_BY(lock);
segment* depot[kStress + 1] GUARDED_BY(lock);
uint32_t ndepot[kStress + 1] GUARDED_BY(lock);

uint8_t* carve(uint8_t*& at, uint8_t*& end, size_t size, size_t chunk) REQUIRES(lock) {
  if (at == end) {
    // A smaller reservation where the system commits strictly.
    for (;; chunk /= 2) {
      if (chunk < size) throw_("out of memory (stack arena)");
      at = static_cast<uint8_t*>(os::reserve(chunk));
      if (at) break;
    }
    os::no_huge_pages(at, chunk);
    end = at + chunk;
  }
  uint8_t* lo = at;
  at += size;
  return lo;
}

// Puts the record at the high end of [lo, lo+size).
segment* seg_make(uint8_t* lo, size_t size, uint32_t cls, size_t slack) {
  uint8_t* hi = reinterpret_cast<uint8_t*>((reinterpret_cast<uint64_t>(lo) + size - sizeof(segment)) & ~63ull);
  auto* s = reinterpret_cast<segment*>(hi);
  s->prev = s->next = nullptr;
  s->lo = lo;
  s->hi = hi;
  s->limit = reinterpret_cast<uint64_t>(lo) + slack;
  s->usable = uint64_t(hi - lo) - slack - 256;
  s->size_class = cls;
  s->allocas = nullptr;
  return s;
}

size_t seg_bytes(const segment* s) { return (uint64_t(s->hi - s->lo) + sizeof(segment) + 63) & ~63ull; }

segment* seg_map(size_t size, uint32_t cls) {
  auto* lo = static_cast<uint8_t*>(os::reserve(size));
  if (!lo) return nullptr;
  if (size >= (1 << 20)) os::no_huge_pages(lo, size);
  return seg_make(lo, size, cls, 1024);
}

segment* pool_get(p* pp) {
  if (pp && pp->segfree) {
    segment* s = pp->segfree;
    pp->segfree = s->next;
    pp->nsegfree--;
    s->next = nullptr;
    return s;
  }
  lock_guard hold(lock);
  if (pp)
    while (pp->nsegfree < kCacheMax / 4 && ndepot[kPool] > 1) {
      segment* s = depot[kPool];
      depot[kPool] = s->next;
      ndepot[kPool]--;
      s->next = pp->segfree;
      pp->segfree = s;
      pp->nsegfree++;
    }
  if (segment* s = depot[kPool]) {
    depot[kPool] = s->next;
    ndepot[kPool]--;
    s->next = nullptr;
    return s;
  }
  uint8_t* lo = carve(pool_at, pool_end, classes[kPool].size, kPoolChunk);
  return seg_make(lo, classes[kPool].size, kPool, classes[kPool].slack);
}

void pool_put(segment* s, p* pp) {
  s->next = pp->segfree;
  pp->segfree = s;
  if (++pp->nsegfree <= kCacheMax) return;
  lock_guard hold(lock);
  while (pp->nsegfree > kCacheMax / 2) {
    segment* x = pp->segfree;
    pp->segfree = x->next;
    pp->nsegfree--;
    // Enough hot ones: this one gives its pages back, all but the top one with the record.
    if (ndepot[kPool] >= kDepotHot) os::discard(x->lo, classes[kPool].size - 4096);
    x->next = depot[kPool];
    depot[kPool] = x;
    ndepot[kPool]++;
  }
}

void free_allocas(segment* s) {
  while (alloca_block* b = s->allocas) {
    s->allocas = b->next;
    free(b);
  }
}

void seg_free(segment* s, p* pp) {
  free_allocas(s);
  uint32_t cls = s->size_class;
  if (cls == kPool && pp) {
    s->prev = nullptr;
    pool_put(s, pp);
    return;
  }
  if (cls <= kRest && kKeepLarge[cls]) {
    lock_guard hold(lock);
    if (ndepot[cls] < uint32_t(kKeepLarge[cls])) {
      s->prev = nullptr;
      s->next = depot[cls];
      depot[cls] = s;
      ndepot[cls]++;
      return;
    }
  }
  if (cls == kStress && seg_bytes(s) == kStressSize) {
    lock_guard hold(lock);
    s->next = depot[kStress];
    depot[kStress] = s;
    return;
  }
  os::release(s->lo, seg_bytes(s) + 4095 & ~size_t(4095));
}

segment* stress_seg(size_t size) {
  if (size > kStressSize) return seg_map((size + 4095) & ~size_t(4095), kStress);
  lock_guard hold(lock);
  if (segment* s = depot[kStress]) {
    depot[kStress] = s->next;
    s->next = nullptr;
    return s;
  }
  return seg_make(carve(stress_at, stress_end, kStressSize, kPoolChunk), kStressSize, kStress, 1024);
}

void free_from(segment* s, g* gp, p* pp) {
  while (s) {
    segment* next = s->next;
    gp->stack_bytes -= seg_bytes(s);
    seg_free(s, pp);
    s = next;
  }
}

segment* seg_new(g* gp, uint64_t need, p* pp) {
  segment* cur = gp->seg;
  uint64_t left = maxstacksize > gp->stack_bytes ? maxstacksize - gp->stack_bytes : 0;
  uint64_t want = need + 1024 + 256 + sizeof(segment) + 64;
  if (want > left) return nullptr;
  if (debug.stackseg) {
    segment* s = stress_seg(want);
    if (s) {
      s->limit = reinterpret_cast<uint64_t>(s->hi) - need;
      s->usable = need;
    }
    return s;
  }
  uint32_t cls = cur->size_class + 1;
  if (cls > kRest) cls = kRest;
  while (cls < kRest && classes[cls].size < want) cls++;
  if (cls < kRest && classes[cls].size > left) cls = kRest;
  if (cls == kPool) return pool_get(pp);
  if (cls < kRest) {
    {
      lock_guard hold(lock);
      if (segment* s = depot[cls]) {
        depot[cls] = s->next;
        ndepot[cls]--;
        s->next = nullptr;
        return s;
      }
    }
    return seg_map(classes[cls].size, cls);
  }
  return seg_map(left & ~4095ull ? left & ~4095ull : 4096, kRest);
}

[[noreturn]] void overflow(g* gp, uint64_t sp) {
  print("runtime: goroutine stack exceeds ", maxstacksize, "-byte limit\n");
  print("runtime: sp=", hex(sp), " stack=[", hex(reinterpret_cast<uint64_t>(gp->seg->lo)), ", ",
        hex(reinterpret_cast<uint64_t>(gp->seg->hi)), "]\n");
  throw_("stack overflow");
}
}  // namespace

void stackinit() {}

// What is shared may have been in the middle of a change: the child starts with new arenas.
void stack_forked() NO_THREAD_SAFETY {
  lock.forget();
  root_at = root_end = pool_at = pool_end = nullptr;
  for (uint32_t cls = 0; cls <= kRest; cls++) {
    depot[cls] = nullptr;
    ndepot[cls] = 0;
  }
}

g* malg() {
  uint8_t* lo;
  {
    lock_guard hold(lock);
    lo = carve(root_at, root_end, kRootSize, kRootChunk);
  }
  // The g lies at the top of its block and the first frame right below it.
  auto* gp = reinterpret_cast<g*>((reinterpret_cast<uint64_t>(lo) + kRootSize - sizeof(g)) & ~63ull);
  new (gp) g{};
  segment* s = &gp->root;
  s->lo = lo;
  s->hi = reinterpret_cast<uint8_t*>(gp);
  s->limit = reinterpret_cast<uint64_t>(lo) + classes[0].slack;
  s->usable = uint64_t(s->hi - lo) - classes[0].slack - 256;
  s->size_class = 0;
  gp->seg = s;
  gp->stack_bytes = kRootSize;
  return gp;
}

void stack_enlarge_root(g* gp) {
  segment* s = pool_get(gort_tcb.mp->p_);
  s->prev = &gp->root;
  gp->root.next = s;
  gp->stack_bytes += seg_bytes(s);
  gp->seg = s;
}

// Called by __morestack on the system stack: links a next segment that has room for `need` bytes.
extern "C" void gort_growstack(uint64_t need, uint64_t frame) {
  g* gp = gort_tcb.curg;
  segment* cur = gort_tcb.seg;
  if (gort_tcb.insignal) {
    print("runtime: a signal handler's stack exceeds ", cur->usable, " bytes\n");
    throw_("stack overflow");
  }
  gp->seg = cur;
  p* pp = gort_tcb.mp->p_;
  if (cur->next) {
    free_from(cur->next, gp, pp);
    cur->next = nullptr;
  }
  segment* s = seg_new(gp, need, pp);
  if (!s) overflow(gp, frame);
  s->prev = cur;
  cur->next = s;
  gp->stack_bytes += seg_bytes(s);
}

void stack_release(g* gp, p* pp) {
  free_allocas(&gp->root);
  if (gp->root.next) {
    free_from(gp->root.next, gp, pp);
    gp->root.next = nullptr;
  }
  gp->seg = &gp->root;
}

void stack_trim(g* gp, p* pp) {
  segment* next = gp->seg->next;
  if (!next) return;
  if (next->size_class != kPool || next->next) {
    // A deep excursion is over. Keep what it used until a tick has passed without the goroutine going there again.
    uint32_t now = sched.epoch.load(std::memory_order_relaxed);
    if (gp->trim_epoch == now) return;
    gp->trim_epoch = now;
  }
  free_from(next, gp, pp);
  gp->seg->next = nullptr;
}

void stack_flush(p* pp) {
  lock_guard hold(lock);
  while (segment* s = pp->segfree) {
    pp->segfree = s->next;
    s->next = depot[kPool];
    depot[kPool] = s;
    ndepot[kPool]++;
  }
  pp->nsegfree = 0;
}

// sysmon, about once a second: large segments that nobody took go back to the system.
void stack_scavenge() {
  for (uint32_t cls = kLarge; cls < kRest; cls++)
    for (;;) {
      segment* s;
      {
        lock_guard hold(lock);
        s = depot[cls];
        if (!s) break;
        depot[cls] = s->next;
        ndepot[cls]--;
      }
      os::release(s->lo, seg_bytes(s) + 4095 & ~size_t(4095));
    }
}

extern "C" void* gort_alloca(uint64_t size, uint64_t sp) {
  segment* s = gort_tcb.seg;
  while (s->allocas && s->allocas->sp < sp) {
    alloca_block* gone = s->allocas;
    s->allocas = gone->next;
    free(gone);
  }
  constexpr size_t align = 64;
  if (size > maxstacksize) overflow(gort_tcb.curg, sp);
  auto* b =
      static_cast<alloca_block*>(aligned_alloc(align, (size + sizeof(alloca_block) + 2 * align - 1) & ~(align - 1)));
  if (!b) throw_("out of memory (alloca)");
  b->sp = sp;
  b->next = s->allocas;
  s->allocas = b;
  return reinterpret_cast<uint8_t*>(b) + align;
}

extern "C" int64_t runtime_setMaxStack(int64_t bytes) {
  int64_t old = int64_t(maxstacksize);
  uint64_t n = bytes < 0 ? 0 : uint64_t(bytes);
  maxstacksize = n > maxstackceiling ? maxstackceiling : n;
  return old;
}

}  // namespace gort
