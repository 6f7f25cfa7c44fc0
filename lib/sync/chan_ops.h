// lib/sync/chan_ops.h: what a channel operation does under the lock, inlined into the code of either stack: blocking
// operations and selects on goroutines' (chan_g.cpp, select_g.cpp), sends of the runtime's own on system stacks
// (chan.cpp).
#pragma once
#include "base/godebug.h"
#include "base/tcb.h"
#include "sync/chan.h"
#include "sync/elem.h"

namespace gort {

GORT_INLINE uint8_t* chanbuf(hchan* c, uint64_t i) { return c->buf + i * c->elemsize; }

template <side S>
GORT_INLINE void make_ready(g* gp) {
  if constexpr (S == side::goroutine)
    systemstack(ready, gp);
  else
    ready(gp);
}

// Without the lock. Wrong at once, but true at a moment.
GORT_INLINE bool looks_full(hchan* c) {
  if (c->dataqsiz == 0) return !__atomic_load_n(&c->recvq.first, __ATOMIC_ACQUIRE);
  return __atomic_load_n(&c->qcount, __ATOMIC_ACQUIRE) == c->dataqsiz;
}
GORT_INLINE bool looks_empty(hchan* c) {
  if (c->dataqsiz == 0) return !__atomic_load_n(&c->sendq.first, __ATOMIC_ACQUIRE);
  return __atomic_load_n(&c->qcount, __ATOMIC_ACQUIRE) == 0;
}
GORT_INLINE bool looks_closed(hchan* c) { return __atomic_load_n(&c->closed, __ATOMIC_ACQUIRE) != 0; }

// Who was at the channel's ends last. Under the lock.
GORT_INLINE void note_sender(hchan* c, const g* gp) {
  if (__builtin_expect(debug.deadlock, 0) && gp) c->last_sender = gp->goid;
}
GORT_INLINE void note_receiver(hchan* c, const g* gp) {
  if (__builtin_expect(debug.deadlock, 0) && gp) c->last_receiver = gp->goid;
}

GORT_INLINE void put_in_buffer(hchan* c, const void* elem) {
  note_sender(c, getg());
  copy_elem(chanbuf(c, c->sendx), elem, c->elemsize);
  if (++c->sendx == c->dataqsiz) c->sendx = 0;
  __atomic_store_n(&c->qcount, c->qcount + 1, __ATOMIC_RELEASE);
}
GORT_INLINE void take_from_buffer(hchan* c, void* elem) {
  note_receiver(c, getg());
  uint8_t* slot = chanbuf(c, c->recvx);
  if (elem) copy_elem(elem, slot, c->elemsize);
  clear_elem(slot, c->elemsize);  // what it points to is the receiver's alone
  if (++c->recvx == c->dataqsiz) c->recvx = 0;
  __atomic_store_n(&c->qcount, c->qcount - 1, __ATOMIC_RELEASE);
}

// sg, just taken out of recvq, gets the value. Returns whom to make ready once the lock is given back.
GORT_INLINE g* hand_to_receiver(hchan* c, sudog* sg, const void* elem) {
  note_sender(c, getg());
  note_receiver(c, sg->gp);
  if (sg->elem) copy_elem(sg->elem, elem, c->elemsize);
  sg->success = true;
  return sg->gp;
}
// sg, just taken out of sendq, gives its value: to the receiver, or, behind the others, to the buffer, which is full.
GORT_INLINE g* take_from_sender(hchan* c, sudog* sg, void* elem) {
  note_sender(c, sg->gp);
  note_receiver(c, getg());
  if (c->dataqsiz == 0) {
    if (elem) copy_elem(elem, sg->elem, c->elemsize);
  } else {
    uint8_t* slot = chanbuf(c, c->recvx);
    if (elem) copy_elem(elem, slot, c->elemsize);
    copy_elem(slot, sg->elem, c->elemsize);
    if (++c->recvx == c->dataqsiz) c->recvx = 0;
    c->sendx = c->recvx;
  }
  sg->success = true;
  return sg->gp;
}

}  // namespace gort
