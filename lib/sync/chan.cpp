// lib/sync/chan.cpp: the native side of channels: making them, parking on them, sending to them from system stacks.
#include "sync/chan.h"

#include "mem/malloc.h"
#include "sched/caller.h"
#include "sync/chan_native.h"
#include "sync/chan_ops.h"

namespace gort {

void chan_allocate(const type* elem, uint64_t bytes, hchan** out) {
  hchan* c;
  if (elem && elem->ptrbytes != 0 && bytes != 0) {
    // The buffer is an object of its own, so that a collector knows its type.
    c = static_cast<hchan*>(gort_alloc(sizeof(hchan)));
    c->buf = static_cast<uint8_t*>(runtime_mallocgc(bytes, const_cast<type*>(elem), true));
  } else {
    // The hchan itself points to nothing that its waiters or its type's module do not keep alive.
    uint64_t whole = sizeof(hchan) + bytes;
    c = static_cast<hchan*>(elem ? runtime_mallocgc(whole, nullptr, true) : gort_alloc(whole));
    c->buf = reinterpret_cast<uint8_t*>(c + 1);
  }
  c->made_at = caller_in_program();
  *out = c;
}

void ready_closed(g* list) {
  while (g* gp = list) {
    // As in execute(): it was put on the list out of a sanitizer's sight.
    (void)gp->status.load(std::memory_order_acquire);
    list = gp->schedlink;
    gp->schedlink = nullptr;
    ready(gp);
  }
}

bool chan_park_commit(g*, void* c) NO_THREAD_SAFETY {
  static_cast<hchan*>(c)->lock.unlock<side::system>();
  return true;
}

bool select_park_commit(g*, void* first_sudog) NO_THREAD_SAFETY {
  // Once its last lock is given back the goroutine may run, and its frame with the sudogs is gone.
  auto* s = static_cast<sudog*>(first_sudog);
  while (s) {
    hchan* c = s->c;
    do s = s->waitlink;
    while (s && s->c == c);
    c->lock.unlock<side::system>();
  }
  return true;
}

bool chan_try_send_g0(hchan* c, const void* elem) {
  if (!looks_closed(c) && looks_full(c)) return false;
  c->lock.lock<side::system>();
  g* gp = nullptr;
  bool sent = true;
  if (!c->closed) {
    if (sudog* sg = c->recvq.dequeue())
      gp = hand_to_receiver(c, sg, elem);
    else if (c->qcount < c->dataqsiz)
      put_in_buffer(c, elem);
    else
      sent = false;
  }
  c->lock.unlock<side::system>();
  if (gp) ready(gp);
  return sent;
}

}  // namespace gort
