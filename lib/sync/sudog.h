// lib/sync/sudog.h: a goroutine's place in a queue of waiters.
//
// A goroutine may wait in many places at once (select), so places are records of their own. They lie in the frame of
// the function that waits: stacks never move, and the frame lives as long as the wait. Whoever takes a sudog out of a
// queue may touch it until it makes the goroutine ready, and not after.
#pragma once
#include <atomic>
#include <cstdint>

#include "sched/proc.h"

namespace gort {

struct hchan;
struct sudog;

// A goroutine's select: the first to set `done` has it, the others pass by.
struct selection {
  std::atomic<uint32_t> done{0};
  sudog* fired = nullptr;  // the place where it happened
};

struct sudog {
  g* gp;
  sudog* next;  // in the queue, under its lock
  sudog* prev;
  sudog* waitlink;  // the goroutine's other places, in lock order
  void* elem;       // the value to send, or where to put the one received (null: nowhere)
  hchan* c;         // null when it waits for something that is not a channel; then elem is that thing's address
  selection* sel;   // null: waits here only
  bool success;     // a value went over; false: the channel was closed
};

// First in, first out.
struct waitq {
  sudog* first;
  sudog* last;

  [[gnu::always_inline]] void enqueue(sudog* s) {
    s->next = nullptr;
    s->prev = last;
    if (last)
      last->next = s;
    else
      first = s;
    last = s;
  }
  // The first whose goroutine nobody else has woken yet; null when there is none.
  [[gnu::always_inline]] sudog* dequeue() {
    for (;;) {
      sudog* s = first;
      if (!s) return nullptr;
      first = s->next;
      if (first)
        first->prev = nullptr;
      else
        last = nullptr;
      s->next = nullptr;
      // Another case of its select may just be taking it, under another lock.
      if (s->sel) {
        uint32_t no = 0;
        if (!s->sel->done.compare_exchange_strong(no, 1, std::memory_order_acq_rel, std::memory_order_relaxed))
          continue;
        s->sel->fired = s;
      }
      return s;
    }
  }
  // s may have been taken out already.
  [[gnu::always_inline]] void remove(sudog* s) {
    sudog *before = s->prev, *after = s->next;
    if (!before && first != s) return;
    if (before)
      before->next = after;
    else
      first = after;
    if (after)
      after->prev = before;
    else
      last = before;
    s->next = s->prev = nullptr;
  }
};

}  // namespace gort
