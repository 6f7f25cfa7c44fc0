// lib/sync/select_g.cpp: select, on the goroutine's stack.
//
// Three rounds. First the cases are looked at one by one in random order, each under its own channel's lock only: one
// that can proceed is done with a single lock. When none can, all channels are locked, in the order of their addresses,
// and looked at again in the same random order: only that proves that nothing was ready at one moment, which `default`
// and parking need. Then the goroutine queues up everywhere and parks. Whoever wakes it has done the work of one case;
// it leaves the other queues under all locks.
//
// Source of the semantics: Go's runtime/select.go. The first round is gort's own.
#include "lang/panic.h"
#include "sched/park.h"
#include "sched/rand.h"
#include "sync/chan_native.h"
#include "sync/chan_ops.h"

namespace gort {

namespace {
// As module code lays it out: sends first, then receives.
struct scase {
  hchan* c;
  void* elem;
};
// As gort.h has it.
struct c_case {
  hchan* c;
  void* elem;
  uint8_t is_send;
  bool ok;
};

struct go_cases {
  scase* at;
  int64_t nsends;
  GORT_INLINE hchan* c(uint32_t i) const { return at[i].c; }
  GORT_INLINE void* elem(uint32_t i) const { return at[i].elem; }
  GORT_INLINE bool is_send(uint32_t i) const { return int64_t(i) < nsends; }
};
struct c_cases {
  c_case* at;
  GORT_INLINE hchan* c(uint32_t i) const { return at[i].c; }
  GORT_INLINE void* elem(uint32_t i) const { return at[i].elem; }
  GORT_INLINE bool is_send(uint32_t i) const { return at[i].is_send; }
};

struct outcome {
  int64_t index;
  uint64_t received;
};

enum class tried : uint8_t { no, done, received, closed_send };

// Under c's lock: does the case if it can. *wake is whom to make ready once the locks are given back.
template <class Cases>
GORT_INLINE tried attempt(const Cases& cases, uint32_t i, g** wake) {
  hchan* c = cases.c(i);
  void* elem = cases.elem(i);
  if (cases.is_send(i)) {
    if (c->closed) return tried::closed_send;
    if (sudog* sg = c->recvq.dequeue()) {
      *wake = hand_to_receiver(c, sg, elem);
      return tried::done;
    }
    if (c->qcount == c->dataqsiz) return tried::no;
    put_in_buffer(c, elem);
    return tried::done;
  }
  if (sudog* sg = c->sendq.dequeue()) {
    *wake = take_from_sender(c, sg, elem);
    return tried::received;
  }
  if (c->qcount > 0) {
    take_from_buffer(c, elem);
    return tried::received;
  }
  if (!c->closed) return tried::no;
  if (elem) clear_elem(elem, c->elemsize);
  return tried::done;
}

template <class Cases>
GORT_INLINE bool looks_ready(const Cases& cases, uint32_t i) {
  hchan* c = cases.c(i);
  return looks_closed(c) || !(cases.is_send(i) ? looks_full(c) : looks_empty(c));
}

GORT_INLINE uint32_t random_below(uint32_t n) { return uint32_t((cheaprand() >> 32) * n >> 32); }

// order[0..n) by the address of the channel. Few cases: insertion. Many: a heap.
template <class Cases>
GORT_INLINE void sort_by_channel(const Cases& cases, uint16_t* order, uint32_t n) {
  auto key = [&](uint32_t at) __attribute__((always_inline)) { return reinterpret_cast<uint64_t>(cases.c(order[at])); };
  if (n <= 16) {
    for (uint32_t i = 1; i < n; i++) {
      uint16_t o = order[i];
      uint64_t k = reinterpret_cast<uint64_t>(cases.c(o));
      uint32_t j = i;
      for (; j > 0 && key(j - 1) > k; j--) order[j] = order[j - 1];
      order[j] = o;
    }
    return;
  }
  auto sift = [&](uint32_t root, uint32_t end) __attribute__((always_inline)) {
    uint16_t o = order[root];
    uint64_t k = reinterpret_cast<uint64_t>(cases.c(o));
    for (;;) {
      uint32_t child = 2 * root + 1;
      if (child >= end) break;
      if (child + 1 < end && key(child + 1) > key(child)) child++;
      if (key(child) <= k) break;
      order[root] = order[child];
      root = child;
    }
    order[root] = o;
  };
  for (uint32_t i = n / 2; i-- > 0;) sift(i, n);
  for (uint32_t end = n - 1; end > 0; end--) {
    uint16_t top = order[0];
    order[0] = order[end];
    order[end] = top;
    sift(0, end);
  }
}

template <class Cases>
GORT_INLINE void lock_all(const Cases& cases, const uint16_t* order, uint32_t n) NO_THREAD_SAFETY {
  hchan* last = nullptr;
  for (uint32_t i = 0; i < n; i++) {
    hchan* c = cases.c(order[i]);
    if (c != last) c->lock.lock<side::goroutine>();
    last = c;
  }
}
template <class Cases>
GORT_INLINE void unlock_all(const Cases& cases, const uint16_t* order, uint32_t n) NO_THREAD_SAFETY {
  hchan* last = nullptr;
  for (uint32_t i = n; i-- > 0;) {
    hchan* c = cases.c(order[i]);
    if (c != last) c->lock.unlock<side::goroutine>();
    last = c;
  }
}

GORT_INLINE outcome finish(tried how, int64_t index, g* wake) {
  if (how == tried::closed_send) panic_plain_error("send on closed channel");
  if (wake) make_ready<side::goroutine>(wake);
  return {index, how == tried::received};
}

// poll and order: room for ncases numbers each.
template <class Cases>
GORT_INLINE outcome select(const Cases& cases, uint16_t* poll, uint16_t* order, uint32_t ncases,
                           bool block) NO_THREAD_SAFETY {
  uint32_t n = 0;
  for (uint32_t i = 0; i < ncases; i++) {
    if (!cases.c(i)) continue;  // a nil channel is never ready
    uint32_t j = random_below(n + 1);
    poll[n] = poll[j];
    poll[j] = uint16_t(i);
    n++;
  }

  g* wake = nullptr;
  for (uint32_t k = 0; k < n; k++) {
    uint32_t i = poll[k];
    if (!looks_ready(cases, i)) continue;
    hchan* c = cases.c(i);
    c->lock.lock<side::goroutine>();
    tried how = attempt(cases, i, &wake);
    c->lock.unlock<side::goroutine>();
    if (how != tried::no) return finish(how, i, wake);
  }
  if (n == 0) {
    if (!block) return {-1, 0};
    gopark_inline(nullptr, nullptr, wait_reason::select);
    __builtin_unreachable();
  }

  for (uint32_t k = 0; k < n; k++) order[k] = poll[k];
  sort_by_channel(cases, order, n);
  lock_all(cases, order, n);
  for (uint32_t k = 0; k < n; k++) {
    uint32_t i = poll[k];
    tried how = attempt(cases, i, &wake);
    if (how == tried::no) continue;
    unlock_all(cases, order, n);
    return finish(how, i, wake);
  }
  if (!block) {
    unlock_all(cases, order, n);
    return {-1, 0};
  }

  g* gp = getg();
  selection sel;
  auto* places = static_cast<sudog*>(__builtin_alloca(n * sizeof(sudog)));
  for (uint32_t k = 0; k < n; k++) {
    uint32_t i = order[k];
    hchan* c = cases.c(i);
    sudog* s = &places[k];
    *s = {gp, nullptr, nullptr, k + 1 < n ? s + 1 : nullptr, cases.elem(i), c, &sel, false};
    if (cases.is_send(i))
      c->sendq.enqueue(s);
    else
      c->recvq.enqueue(s);
  }
  gp->waiting = places;
  gopark_inline(select_park_commit, places, wait_reason::select);
  lock_all(cases, order, n);
  gp->waiting = nullptr;
  uint32_t at = uint32_t(sel.fired - places);
  for (uint32_t k = 0; k < n; k++) {
    if (k == at) continue;
    uint32_t i = order[k];
    hchan* c = cases.c(i);
    if (cases.is_send(i))
      c->sendq.remove(&places[k]);
    else
      c->recvq.remove(&places[k]);
  }
  unlock_all(cases, order, n);
  uint32_t i = order[at];
  if (!cases.is_send(i)) return {i, places[at].success};
  if (!places[at].success) panic_plain_error("send on closed channel");
  return {i, 0};
}
}  // namespace

extern "C" {
outcome runtime_selectgo(scase* cas0, uint16_t* order0, uint64_t*, int64_t nsends, int64_t nrecvs, bool block) {
  uint32_t n = uint32_t(nsends + nrecvs);
  return select(go_cases{cas0, nsends}, order0, order0 + n, n, block);
}

void runtime_block() {
  gopark_inline(nullptr, nullptr, wait_reason::select_no_cases);
  __builtin_unreachable();
}

int64_t gort_select(c_case* cases, int64_t n, bool block) {
  if (n < 0 || n > 65536) systemstack(throw_, "gort_select: bad number of cases");
  if (n == 0 && block) runtime_block();
  auto* order = static_cast<uint16_t*>(__builtin_alloca(uint64_t(n) * 2 * sizeof(uint16_t)));
  outcome o = select(c_cases{cases}, order, order + n, uint32_t(n), block);
  if (o.index >= 0) cases[o.index].ok = cases[o.index].is_send || o.received;
  return o.index;
}
}

}  // namespace gort
