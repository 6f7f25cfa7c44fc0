// lib/cgo/threads.cpp: threads that C makes.
//
// gort exports pthread_create, so every thread of the process that is not the runtime's begins in our trampoline: it
// counts as outside (odd fseq) with a poisoned limit. Its first call of a module function thus enters __morestack,
// which makes an m and a g for it (gort_needm) and goes on as a callback does. The g stays with the thread until it
// ends. On threads that the C library makes for itself, notifications.cpp does what the trampoline does.
#include <dlfcn.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <threads.h>
#include <unistd.h>

#include <new>
#include <string_view>

#include "base/os_linux.h"
#include "base/pthread_real.h"
#include "cgo/cgo.h"
#include "cgo/init_done.h"
#include "cgo/keys.h"
#include "cgo/tls_dtors.h"
#include "sched/proc.h"
#include "sched/sigstack.h"

namespace gort {

namespace {
void at_thread_end(void*);

// Made by the boot, before the program makes keys: the C library forgets a thread's values in the order of the keys. Or
// by the first thread of C's, when a library's constructor starts it, or the compiler does.
pthread_key_t thread_end() {
  static const pthread_key_t key = [] {
    pthread_key_t made;
    if (pthread_key_create(&made, at_thread_end)) throw_("pthread_key_create failed");
    return made;
  }();
  return key;
}

// The key's destructor runs at the thread's end, however it ends.
void see_its_end() { pthread_setspecific(thread_end(), reinterpret_cast<void*>(1)); }

struct start {
  void* (*fn)(void*);
  void* arg;
};

void begin_thread() {
  see_its_end();
  store_relaxed<uint64_t>(gort_tcb.fseq, 1);
  store_relaxed(*limit_address(), kPoison);
}

void* trampoline(void* v) {
  start s = *static_cast<start*>(v);
  delete static_cast<start*>(v);
  begin_thread();
  return s.fn(s.arg);
}

void run_local_destructors() {
  tls_dtor d;
  while (gort_tcb.mp && tls_dtor_pop(gort_tcb.curg, &d)) d.fn(d.object);
}

void at_thread_end(void*) {
  // We are outside, so the module's destructors arrive as callbacks.
  run_local_destructors();
  run_key_destructors();
  run_local_destructors();  // of objects that the former have made
  // A program's handler must not find half a goroutine.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  if (gort_tcb.mp) dropm();
  sigstack_end();  // also of a thread that only ever handled a signal
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  sched.foreign_threads.fetch_sub(1, std::memory_order_acq_rel);
  sched.foreign_threads.notify_all();  // main, when it has left by pthread_exit (cancel.cpp)
}
}  // namespace

// A sanitizer's is in base/sanitizer.cpp.
#if !defined(GORT_ASAN) && !defined(GORT_TSAN)
int real_pthread_create(pthread_t* thread, const pthread_attr_t* attr, void* (*fn)(void*), void* arg) {
  using create = int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*);
  static auto next = reinterpret_cast<create>(dlsym(RTLD_NEXT, "pthread_create"));
  return next(thread, attr, fn, arg);
}
#endif

extern "C" int gort_pthread_create(pthread_t* thread, const pthread_attr_t* attr, void* (*fn)(void*), void* arg) {
  auto* s = new (std::nothrow) start{fn, arg};
  if (!s) return EAGAIN;
  sched.foreign_threads.fetch_add(1, std::memory_order_acq_rel);
  int err = real_pthread_create(thread, attr, trampoline, s);
  if (err) {
    sched.foreign_threads.fetch_sub(1, std::memory_order_acq_rel);
    delete s;
  }
  return err;
}

// The C library's own makes the thread by a pthread_create that is not ours.
extern "C" int gort_thrd_create(thrd_t* thread, thrd_start_t fn, void* arg) {
  // A result of an int is the lower half of the register that a pointer is returned in, and thrd_join takes that half.
  auto* start = reinterpret_cast<void* (*)(void*)>(reinterpret_cast<uintptr_t>(fn));
  switch (gort_pthread_create(thread, nullptr, start, arg)) {
    case 0:
      return thrd_success;
    case ENOMEM:
      return thrd_nomem;
    default:
      return thrd_error;
  }
}

void meet_thread() {
  if (gort_tcb.fseq & 1) return;
  sched.foreign_threads.fetch_add(1, std::memory_order_acq_rel);
  begin_thread();
}

void not_yet_booted(bool yes) {
  store_relaxed<uint64_t>(gort_tcb.fseq, yes ? 1 : 0);
  store_relaxed(*limit_address(), yes ? kPoison : 0);
}

extern "C" {
EXPORT_AS(thrd_create, gort_thrd_create);
EXPORT_AS(pthread_create, gort_pthread_create);
}

void threads_init() { thread_end(); }

extern "C" void gort_needm() {
  if (!main_started.load(std::memory_order_relaxed) && os::gettid() == os::getpid()) {
    static constexpr std::string_view kText =
        "gort: the constructor of a library calls the program before it has begun\n";
    os::write_stderr(kText.data(), kText.size());
    _exit(1);
  }
  if (!pthread_getspecific(thread_end())) {
    // At its end a foreign library's key has a destructor that calls the module once more.
    sched.foreign_threads.fetch_add(1, std::memory_order_acq_rel);
    see_its_end();
  }
  auto* mp = new (std::nothrow) m{};
  if (!mp) throw_("out of memory (new thread)");
  mp->foreign = true;
  mcommoninit(mp, -1);
  minit(mp);
  xsave_refill(mp);
  g* gp = malg_dead();
  gp->errno_ = 0;
  gp->status.store(Grunning, std::memory_order_relaxed);
  gp->lockedm = mp;
  {
    lock_guard hold(sched.lock);  // pthread_cancel looks
    mp->lockedg = gp;
  }
  gp->locked_ext = 1;
  gp->mp = mp;
  mp->curg = gp;
  gort_tcb.curg = gp;
  gort_tcb.seg = gp->seg;
  gort_tcb.gsp = reinterpret_cast<uint64_t>(gp->seg->hi);
  gort_tcb.grbp = 0;
  if (!gort_tcb.msp) gort_tcb.msp = static_cast<uint8_t*>(__builtin_frame_address(0)) - 4096;
  // Inside while it waits for a P: sysmon takes one that it finds with a thread outside, also at once. Then outside
  // again, for the caller to come in.
  __atomic_store_n(&gort_tcb.fseq, gort_tcb.fseq + 1, __ATOMIC_RELEASE);
  gort_exitsyscall();
  __atomic_store_n(&gort_tcb.fseq, gort_tcb.fseq + 1, __ATOMIC_RELEASE);
  wait_for_init();
}

void dropm() {
  m* mp = gort_tcb.mp;
  g* gp = gort_tcb.curg;
  // Outside (fseq is odd), so sysmon may have the P.
  p* pp;
  {
    lock_guard hold(sched.lock);
    store_relaxed<uint8_t>(gort_tcb.steal, 0);
    pp = mp->p_;
    mp->p_ = nullptr;
    if (pp) {
      pp->mp.store(nullptr, std::memory_order_release);
      pp->status.store(Pidle, std::memory_order_release);
    }
    mp->tcb = nullptr;
    mp->lockedg = nullptr;
    mp->dying = true;
    sched.nmfreed++;
  }
  tls_free(gp);
  stack_release(gp, nullptr);
  gp->lockedm = nullptr;
  gp->locked_ext = 0;
  gp->mp = nullptr;
  gp->defers = nullptr;
  gp->panics = nullptr;
  gp->cleanups = nullptr;
  store_relaxed<uint8_t>(gp->cancel, 0);
  mp->curg = nullptr;
  gp->status.store(Gdead, std::memory_order_release);
  gfree_global(gp);
  void* buffer = gort_tcb.xfree;
  while (buffer) {
    void* next = *static_cast<void**>(buffer);
    free(buffer);
    buffer = next;
  }
  gort_tcb.xfree = nullptr;
  gort_tcb.mp = nullptr;
  gort_tcb.curg = nullptr;
  gort_tcb.seg = nullptr;
  gort_tcb.msp = nullptr;
  if (pp) handoffp(pp);
}

}  // namespace gort
