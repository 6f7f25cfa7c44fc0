// lib/sched/poll.h: waiting for the clock and for the network.
//
// One M at a time that has found nothing to run waits here, without a P, until the first timer is due, the network
// poller has something, or somebody calls netpoll_break. sched.lastpoll is 0 meanwhile, and sched.poll_until says until
// when.
//
// The network is lib/net's (the hooks `netpoll` and `netpoll_break`). Until a program opens the first descriptor there
// is none, and the M waits on a futex: a program without network has no epoll descriptor, and its own descriptors have
// the numbers that it expects.
//
// Nothing is forgotten: whoever adds a timer looks afterwards for idle Ps and for the waiting M; an M that goes idle
// first puts its P among the idle ones, and looks at all timers afterwards.
#pragma once
#include "sched/runtime2.h"

namespace gort {

// [g0] Waits at most delay nanoseconds (0: not at all, -1: as long as it takes). Puts goroutines that may go on into
// ready; they are still Gwaiting. seen is sched.poll_wake as it was before sched.lastpoll was set to 0.
void netpoll(int64_t delay, uint32_t seen, gqueue& ready);
void netpoll_break();
// A timer is due at `when`, before all others of its heap: somebody must look then.
void wake_netpoller(int64_t when);
// The network poller has begun to exist: who waits on the futex must wait on it instead.
void netpoll_opened();
void poll_forked();

// sysmon means to look at `when` at the latest.
void sysmon_before(int64_t when);

}  // namespace gort
