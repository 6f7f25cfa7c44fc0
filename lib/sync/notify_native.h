// lib/sync/notify_native.h: what the goroutine side of notify lists calls on the system stack.
#pragma once
#include "sync/sudog.h"

namespace gort {

struct notify_waiter : sudog {
  notify_waiter* link;
  uint32_t ticket;
};

void ready_notified(notify_waiter* list);  // all of them
[[noreturn]] void bad_notify_list(uint64_t size);

}  // namespace gort
