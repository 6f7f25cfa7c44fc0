// lib/sync/chan.h: channels. The semantics are Go's (runtime/chan.go).
//
// Invariants, under the lock:
//   - At least one of sendq and recvq is empty, but for an unbuffered channel on which one goroutine both sends and
//   receives
//     in one select.
//   - Buffered: somebody waits to receive only when the buffer is empty, to send only when it is full.
// A value goes straight from the sender's frame to the receiver's when one of them waits already.
#pragma once
#include "base/type.h"
#include "sync/glock.h"
#include "sync/sudog.h"

namespace gort {

struct hchan {
  uint64_t qcount;    // values in the buffer
  uint64_t dataqsiz;  // size of the buffer, in values
  uint8_t* buf;
  uint32_t elemsize;
  uint32_t closed;
  const type* elemtype;  // null: made by a C program
  uint64_t sendx, recvx;
  waitq recvq, sendq;
  glock lock;
  bool of_timer;     // to the program it has no buffer: len and cap are 0
  uint64_t made_at;  // return address of the call that made it
  // goids, for GODEBUG=deadlock=explain only
  uint64_t last_sender, last_receiver;
};

// [g] As runtime_makechan, for values of `size` bytes that may hold pointers.
hchan* makechan_untyped(int64_t size, int64_t capacity);
// [g0] A send that does not wait: false when nobody takes the value. On a closed channel it does nothing and says true.
bool chan_try_send_g0(hchan* c, const void* elem);

extern "C" {
hchan* runtime_makechan(const chan_type* t, int64_t size);
void runtime_chansend1(hchan* c, const void* elem);
void runtime_chanrecv1(hchan* c, void* elem);
bool runtime_chanrecv2(hchan* c, void* elem);
void runtime_closechan(hchan* c);
}

}  // namespace gort
