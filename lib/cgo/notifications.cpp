// lib/cgo/notifications.cpp: SIGEV_THREAD, functions that the C library calls on threads of its own making.
//
// It makes those threads by a pthread_create of its own, so they do not begin in threads.cpp's trampoline. A
// notify function is therefore replaced by an entry that does what the trampoline does and goes on to it. The value
// that comes with it stays as it is, for the program may look at it; so there is an entry for each function
// (notifications_amd64.S). They are never given back: nobody knows when the last call of one has begun.
//
// Libraries find these functions as exports of gort.
#include "cgo/notifications.h"

#include <aio.h>
#include <dlfcn.h>
#include <errno.h>
#include <mqueue.h>
#include <netdb.h>
#include <signal.h>
#include <time.h>

#include <atomic>
#include <cstdint>

#include "cgo/cgo.h"
#include "sched/proc.h"

namespace gort {

namespace {
using function = void (*)(sigval);
std::atomic<function> functions[NOTIFY_ENTRIES];
extern "C" char gort_notify_entries[];

// False: there are no entries left.
bool replace(sigevent& event) {
  if (event.sigev_notify != SIGEV_THREAD || !event.sigev_notify_function) return true;
  sched.notifications.store(true, std::memory_order_relaxed);
  auto at = reinterpret_cast<uintptr_t>(event.sigev_notify_function);
  if (at - reinterpret_cast<uintptr_t>(gort_notify_entries) < NOTIFY_ENTRIES * NOTIFY_ENTRY_SIZE)
    return true;  // a request used again
  for (size_t i = 0; i < NOTIFY_ENTRIES; i++) {
    function have = nullptr, mine = event.sigev_notify_function;
    if (!functions[i].compare_exchange_strong(have, mine, std::memory_order_acq_rel) && have != mine) continue;
    event.sigev_notify_function = reinterpret_cast<function>(gort_notify_entries + i * NOTIFY_ENTRY_SIZE);
    return true;
  }
  errno = EAGAIN;
  return false;
}

bool replace(aiocb* request) { return !request || replace(request->aio_sigevent); }

// call(event) with a copy of the caller's event, which the C library copies in its turn.
template <class Call>
int with_copy(const sigevent* event, int failed, Call call) {
  if (!event) return call(nullptr);
  sigevent mine = *event;
  return replace(mine) ? call(&mine) : failed;
}

template <class Function>
Function* next(Function*, const char* name) {
  return reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
}
}  // namespace

extern "C" {

void gort_notified(sigval value, uint32_t number) {
  meet_thread();
  functions[number].load(std::memory_order_acquire)(value);
}

int gort_timer_create(clockid_t clock, sigevent* event, timer_t* timer) {
  static const auto real = next(timer_create, "timer_create");
  return with_copy(event, -1, [&](sigevent* e) { return real(clock, e, timer); });
}

int gort_mq_notify(mqd_t queue, const sigevent* event) {
  static const auto real = next(mq_notify, "mq_notify");
  return with_copy(event, -1, [&](sigevent* e) { return real(queue, e); });
}

int gort_getaddrinfo_a(int mode, gaicb** list, int n, sigevent* event) {
  static const auto real = next(getaddrinfo_a, "getaddrinfo_a");
  return with_copy(event, EAI_AGAIN, [&](sigevent* e) { return real(mode, list, n, e); });
}

// The C library looks at the event in the request when the operation is done.
int gort_aio_read(aiocb* request) {
  static const auto real = next(aio_read, "aio_read");
  return replace(request) ? real(request) : -1;
}

int gort_aio_write(aiocb* request) {
  static const auto real = next(aio_write, "aio_write");
  return replace(request) ? real(request) : -1;
}

int gort_aio_fsync(int operation, aiocb* request) {
  static const auto real = next(aio_fsync, "aio_fsync");
  return replace(request) ? real(operation, request) : -1;
}

int gort_lio_listio(int mode, aiocb* const* list, int n, sigevent* event) {
  static const auto real = next(lio_listio, "lio_listio");
  for (int i = 0; i < n; i++)
    if (!replace(list[i])) return -1;
  return with_copy(event, -1, [&](sigevent* e) { return real(mode, list, n, e); });
}

EXPORT_AS(timer_create, gort_timer_create);
EXPORT_AS(mq_notify, gort_mq_notify);
EXPORT_AS(getaddrinfo_a, gort_getaddrinfo_a);
EXPORT_AS(aio_read, gort_aio_read);
EXPORT_AS(aio_read64, gort_aio_read);
EXPORT_AS(aio_write, gort_aio_write);
EXPORT_AS(aio_write64, gort_aio_write);
EXPORT_AS(aio_fsync, gort_aio_fsync);
EXPORT_AS(aio_fsync64, gort_aio_fsync);
EXPORT_AS(lio_listio, gort_lio_listio);
EXPORT_AS(lio_listio64, gort_lio_listio);

}  // extern "C"

}  // namespace gort
