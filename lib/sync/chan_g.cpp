// lib/sync/chan_g.cpp: channel operations, on the goroutine's stack. What runs under a channel's lock is inline
// (glock.h).
//
// An operation has one place where it can stop: the gopark of its slow half, which gives the lock back. When the
// goroutine goes on, its counterpart has done the whole work, or has closed the channel (sudog::success tells).
#include "lang/panic.h"
#include "mem/mallocgc.h"
#include "sched/park.h"
#include "sync/chan_native.h"
#include "sync/chan_ops.h"

namespace gort {

namespace {
// Parks; the unlock function gives the lock back.
GORT_INLINE void park_on(hchan* c, wait_reason why) RELEASE(c->lock) NO_THREAD_SAFETY {
  gopark_inline(chan_park_commit, c, why);
}

template <bool Block>
GORT_INLINE bool chansend(hchan* c, const void* elem) {
  if (__builtin_expect(!c, 0)) {
    if (!Block) return false;
    gopark_inline(nullptr, nullptr, wait_reason::chan_send_nil);
    __builtin_unreachable();
  }
  if (!Block && !looks_closed(c) && looks_full(c)) return false;
  c->lock.lock<side::goroutine>();
  if (__builtin_expect(c->closed, 0)) {
    c->lock.unlock<side::goroutine>();
    panic_plain_error("send on closed channel");
  }
  if (sudog* sg = c->recvq.dequeue()) {
    g* gp = hand_to_receiver(c, sg, elem);
    c->lock.unlock<side::goroutine>();
    make_ready<side::goroutine>(gp);
    return true;
  }
  if (c->qcount < c->dataqsiz) {
    put_in_buffer(c, elem);
    c->lock.unlock<side::goroutine>();
    return true;
  }
  if (!Block) {
    c->lock.unlock<side::goroutine>();
    return false;
  }
  g* gp = getg();
  sudog mine{gp, nullptr, nullptr, nullptr, const_cast<void*>(elem), c, nullptr, false};
  c->sendq.enqueue(&mine);
  gp->waiting = &mine;
  park_on(c, wait_reason::chan_send);
  gp->waiting = nullptr;
  if (!mine.success) panic_plain_error("send on closed channel");
  return true;
}

struct received {
  bool selected, ok;
};

template <bool Block>
GORT_INLINE received chanrecv(hchan* c, void* elem) {
  if (__builtin_expect(!c, 0)) {
    if (!Block) return {false, false};
    gopark_inline(nullptr, nullptr, wait_reason::chan_receive_nil);
    __builtin_unreachable();
  }
  // Empty, and open after that: it was both at a moment, since a closed channel stays closed.
  if (!Block && looks_empty(c) && !looks_closed(c)) return {false, false};
  c->lock.lock<side::goroutine>();
  if (c->closed && c->qcount == 0) {
    c->lock.unlock<side::goroutine>();
    if (elem) clear_elem(elem, c->elemsize);
    return {true, false};
  }
  if (sudog* sg = c->sendq.dequeue()) {
    g* gp = take_from_sender(c, sg, elem);
    c->lock.unlock<side::goroutine>();
    make_ready<side::goroutine>(gp);
    return {true, true};
  }
  if (c->qcount > 0) {
    take_from_buffer(c, elem);
    c->lock.unlock<side::goroutine>();
    return {true, true};
  }
  if (!Block) {
    c->lock.unlock<side::goroutine>();
    return {false, false};
  }
  g* gp = getg();
  sudog mine{gp, nullptr, nullptr, nullptr, elem, c, nullptr, false};
  c->recvq.enqueue(&mine);
  gp->waiting = &mine;
  park_on(c, wait_reason::chan_receive);
  gp->waiting = nullptr;
  return {true, mine.success};
}

hchan* make(const type* elem, uint64_t elemsize, int64_t size) {
  uint64_t bytes;
  if (size < 0 || __builtin_mul_overflow(elemsize, uint64_t(size), &bytes) || bytes > kMaxAlloc - sizeof(hchan))
    panic_plain_error("makechan: size out of range");
  hchan* c;
  systemstack(chan_allocate, elem, bytes, &c);
  c->elemsize = uint32_t(elemsize);
  c->elemtype = elem;
  c->dataqsiz = uint64_t(size);
  return c;
}
}  // namespace

hchan* makechan_untyped(int64_t size, int64_t capacity) {
  if (size < 0 || size >= 1 << 16) systemstack(throw_, "makechan: invalid channel element type");
  return make(nullptr, uint64_t(size), capacity);
}

extern "C" {
hchan* runtime_makechan(const chan_type* t, int64_t size) {
  if (t->elem->size >= 1 << 16) systemstack(throw_, "makechan: invalid channel element type");
  return make(t->elem, t->elem->size, size);
}

void runtime_chansend1(hchan* c, const void* elem) { chansend<true>(c, elem); }
void runtime_chanrecv1(hchan* c, void* elem) { chanrecv<true>(c, elem); }
bool runtime_chanrecv2(hchan* c, void* elem) { return chanrecv<true>(c, elem).ok; }

bool runtime_selectnbsend(hchan* c, const void* elem) { return chansend<false>(c, elem); }
// IR's {i1, i1} comes in two registers, where C++ would pack two bools into one.
struct two_bools {
  uint64_t selected, received;
};
two_bools runtime_selectnbrecv(void* elem, hchan* c) {
  received r = chanrecv<false>(c, elem);
  return {r.selected, r.ok};
}

void runtime_closechan(hchan* c) {
  if (!c) panic_plain_error("close of nil channel");
  c->lock.lock<side::goroutine>();
  if (c->closed) {
    c->lock.unlock<side::goroutine>();
    panic_plain_error("close of closed channel");
  }
  __atomic_store_n(&c->closed, 1, __ATOMIC_RELEASE);
  g* list = nullptr;
  auto wake = [&list](sudog* sg) __attribute__((always_inline)) {
    sg->gp->schedlink = list;
    list = sg->gp;
  };
  while (sudog* sg = c->recvq.dequeue()) {
    if (sg->elem) clear_elem(sg->elem, c->elemsize);
    wake(sg);
  }
  while (sudog* sg = c->sendq.dequeue()) wake(sg);  // they panic
  c->lock.unlock<side::goroutine>();
  if (list) systemstack(ready_closed, list);
}

int64_t runtime_chanlen(hchan* c) {
  return c && !c->of_timer ? int64_t(__atomic_load_n(&c->qcount, __ATOMIC_RELAXED)) : 0;
}
int64_t runtime_chancap(hchan* c) { return c && !c->of_timer ? int64_t(c->dataqsiz) : 0; }

hchan* gort_chan_make(int64_t elem_size, int64_t capacity) { return makechan_untyped(elem_size, capacity); }
bool gort_chan_try_recv(hchan* c, void* elem, bool* ok) {
  received r = chanrecv<false>(c, elem);
  if (ok) *ok = r.ok;
  return r.selected;
}
}

}  // namespace gort
