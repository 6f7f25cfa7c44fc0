// lib/sync/chan_native.h: what the goroutine side of channels and select calls on the system stack.
#pragma once
#include "sync/chan.h"

namespace gort {

// A channel with a buffer of `bytes`; its fields but buf and made_at are zero. elem null: anything may be a pointer.
void chan_allocate(const type* elem, uint64_t bytes, hchan** out);
// Unlock functions of gopark: give back the lock of channel c, or of all channels that the sudogs wait for.
bool chan_park_commit(g* gp, void* c);
bool select_park_commit(g* gp, void* first_sudog);
// Makes the goroutines of a list (through schedlink) ready.
void ready_closed(g* list);

}  // namespace gort
