// lib/sync/notify.h: notify lists, on which condition variables are built. The record is Go's sync.notifyList.
//
// A waiter takes a ticket while it still holds the condition's lock, gives the lock back, and waits for its ticket to
// be called. So a notification that comes in between is not lost, and those who wait are woken in the order of their
// tickets.
//
// Source of the semantics: Go's runtime/sema.go.
#pragma once
#include <atomic>
#include <cstdint>

#include "sync/glock.h"

namespace gort {

struct notify_waiter;
struct notify_list {
  std::atomic<uint32_t> wait;    // the next ticket to give out
  std::atomic<uint32_t> notify;  // the next to be called; written under the lock
  glock lock;
  notify_waiter* head;
  notify_waiter* tail;
};
static_assert(sizeof(notify_list) == 32);

extern "C" {
uint32_t sync_runtime_notifyListAdd(notify_list* l);
void sync_runtime_notifyListWait(notify_list* l, uint32_t ticket);
void sync_runtime_notifyListNotifyAll(notify_list* l);
void sync_runtime_notifyListNotifyOne(notify_list* l);
void sync_runtime_notifyListCheck(uint64_t size);
}

}  // namespace gort
