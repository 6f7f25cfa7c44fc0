// lib/sched/runtime2.h: the scheduler's types.
//
//   g        goroutine: a stack and what it takes to go on
//   m        machine: an operating system thread
//   p        processor: the right to run module code; GOMAXPROCS of them
//   segment  one piece of a goroutine's stack
//   sched    what they share, under sched.lock
//
// Status of a g, and what follows from it:
//
//   status      runs code   on a queue         owns the stack
//   Gidle       no          no                 nobody: just made
//   Grunnable   no          a run queue        nobody
//   Grunning    yes         no                 its m; also during a foreign call (then m.fseq is odd)
//   Gwaiting    no          a wait list        nobody, but the unlock function may still run
//   Gdead       no          a free list        the free list
//
// A p that belongs to an m in a foreign call may be taken by sysmon (foreign.cpp); there is no separate status for it.
#pragma once
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "base/mutex.h"
#include "base/relaxed.h"
#include "base/tcb.h"
#include "sched/timer.h"

namespace gort {

struct funcval {
  void (*fn)(funcval*);  // followed by what the closure captured
};

// One piece of a goroutine's stack. The record lies at the piece's high end, so that a fresh stack touches one page.
// Invariant: lo + slack == limit <= rsp <= hi while code runs in it, but for unchecked frames inside the slack.
struct alignas(16) segment {
  segment* prev;  // towards the goroutine's entry
  segment* next;  // deeper; kept linked after a return, so that a loop over the edge allocates nothing
  uint8_t* lo;
  uint8_t* hi;          // 64-byte aligned; the first frame starts here
  uint64_t limit;       // what goes to %fs:0x70
  uint64_t usable;      // biggest frame + stack arguments that fit
  uint32_t size_class;  // index into stack.cpp's table
  uint32_t pad;
  struct alloca_block* allocas;  // dynamic allocas that did not fit (stack.cpp)
};

enum gstatus : uint32_t { Gidle, Grunnable, Grunning, Gwaiting, Gdead };

// Why a goroutine waits; the texts are Go's (debug/waitreason.cpp prints them).
enum class wait_reason : uint8_t {
  none,
  chan_receive_nil,
  chan_send_nil,
  select,
  select_no_cases,
  chan_receive,
  chan_send,
  sleep,
  sema_acquire,
  mutex_lock,
  rwmutex_rlock,
  rwmutex_lock,
  wait_group_wait,
  cond_wait,
  io_wait,
  gc_sweep_wait,
  gc_scavenge_wait,
  finalizer_wait,
  panic_wait,
  park,  // gort_park, and runtime_gopark without a reason of its own
  count
};

struct m;
struct p;
struct cleanup;
struct panic;
struct defer_frame;
struct defer_record;

struct g {
  // Known to assembly (tcb_offsets.h).
  uint64_t sched_sp;  // rsp while not running: the callee-saved registers, then the return address
  segment* seg;       // the segment that sched_sp lies in
  int32_t errno_;     // C's errno of this goroutine
  std::atomic<uint32_t> status;
  defer_frame* defers;  // functions that have deferred calls, innermost first (lang/defer.h)
  panic* panics;        // panics and Goexits that are going on, newest first (lang/panic.h)
  cleanup* cleanups;    // handlers of pthread_cleanup_push in C without exceptions, newest first (lang/defer.h)
  uint8_t cancel;       // shared, of a thread that C made: CANCEL_... (tcb_offsets.h)

  uint64_t goid;
  m* mp;                            // while Grunning
  m* lockedm;                       // this m alone runs it
  uint16_t locked_ext, locked_int;  // LockOSThread's depth by the program and by the runtime
  bool pinned;                      // lockedm only because C frames of this g lie on the m's system stack
  relaxed<bool> c_main;             // a C program's main before its first goroutine: locked to the first thread
  relaxed<bool> system;             // the runtime's own; not counted, hidden in tracebacks
  std::atomic<bool> park_token;     // gort_ready came before gort_park
  std::atomic<bool> parked;         // inside gort_park
  wait_reason waitreason;
  bool paniconfault;  // a fault at any address panics
  uint32_t trim_epoch;
  relaxed<int64_t> waitsince;  // nanotime when it was first seen waiting; 0: not yet looked at
  g* schedlink;                // next on a run queue or free list
  g* alllink;                  // next in allgs, never changes
  uint64_t parent_goid;
  uint64_t gopc;  // return address of the go statement
  uint64_t startpc;
  uint64_t stack_bytes;  // of all segments
  uint64_t cxa_globals[2];
  void** tls_blocks;  // thread-local variables by module (cgo/tls.cpp)
  uint32_t ntls;
  void* tls_dtors;
  struct sudog* waiting;  // where it waits (sync/sudog.h), through waitlink; null when nowhere
  segment root;           // the segment that the g itself lies on top of
};
static_assert(offsetof(g, defers) == G_DEFERS && offsetof(g, panics) == G_PANICS &&
              offsetof(g, cleanups) == G_CLEANUPS);
static_assert(offsetof(g, cancel) == G_CANCEL);
static_assert(offsetof(g, sched_sp) == G_SP && offsetof(g, seg) == G_SEG && offsetof(g, errno_) == G_ERRNO);
static_assert(offsetof(segment, prev) == SEG_PREV && offsetof(segment, next) == SEG_NEXT &&
              offsetof(segment, lo) == SEG_LO);
static_assert(offsetof(segment, hi) == SEG_HI && offsetof(segment, limit) == SEG_LIMIT);
static_assert(offsetof(segment, usable) == SEG_USABLE);

inline constexpr uint32_t kRunqSize = 256;

enum pstatus : uint32_t { Pidle, Prunning, Pgcstop, Pdead };

struct p {
  int32_t id;
  std::atomic<uint32_t> status;
  p* link;             // idle list
  std::atomic<m*> mp;  // who owns it; written under sched.lock or by the owner

  // Written by the owner; read by thieves.
  alignas(64) std::atomic<uint32_t> runqhead;  // thieves move it too
  std::atomic<uint32_t> runqtail;
  std::atomic<g*> runnext;  // runs next, in the time slice of the one that made it ready
  std::atomic<g*> runq[kRunqSize];

  // Owner only.
  // (relaxed: the way from one owner to the next may be a foreign call whose P was taken, ordered by a membarrier)
  alignas(64) relaxed<g*> gfree;  // dead goroutines to use again
  relaxed<int32_t> ngfree;
  relaxed<segment*> segfree;  // 64 KB segments
  relaxed<int32_t> nsegfree;
  relaxed<defer_record*> deferpool;  // lang/defer.cpp
  relaxed<uint32_t> ndeferpool;
  relaxed<bool> ran_woken;  // the last one came from sched.wakeq: now another's turn

  std::atomic<uint32_t> schedtick;  // counts switches; sysmon reads it

  alignas(64) timers timer_heap;

  // sysmon's own.
  alignas(64) uint32_t sysmon_schedtick;
  int64_t sysmon_schedwhen;
  uint64_t sysmon_fseq;
  int64_t sysmon_foreign_when;
};

struct m {
  uint8_t* g0_top;  // tcb->msp when no foreign frames lie on the system stack (known to assembly)
  int64_t id;
  int tid;
  gort::tcb* tcb;
  uint64_t* limit;   // address of the thread's %fs:0x70
  relaxed<g*> curg;  // mirrored for others to read; tcb->curg is what the thread itself uses
  relaxed<p*> p_;    // null while it has none
  p* oldp;           // the p it had before a foreign call
  p* nextp;          // handed over by whoever wakes it
  g* lockedg;
  bool spinning;   // out of work, looking for it
  bool blocked;    // in stopm
  bool does_park;  // m0 may park in stoplockedm once the boot has said so
  bool foreign;    // the thread is not ours: C made it
  bool is_sysmon;
  bool dying;
  bool exiting;
  bool deaf;  // takes no signals of the process (thread.cpp)
  uint8_t* g0_lo;
  size_t g0_size;
  note park;
  void (*startfn)(m*);  // instead of scheduling (sysmon)
  m* schedlink;         // idle list
  m* alllink;           // allms
  bool (*wait_unlockf)(g*, void*);
  void* wait_lock;
  wait_reason wait_why;
  int64_t wake_when;  // a sleeper came first in the heap: before this M runs anything, see that somebody watches
  uint64_t fastrand;
  uint64_t* cxa_globals;  // this thread's C++ exception globals, when libstdc++ is there
  uint64_t locks_held;
  relaxed<uint64_t> pthread;  // pthread_self()
};

static_assert(offsetof(m, g0_top) == M_G0_TOP);

struct gqueue {
  g* head = nullptr;
  g* tail = nullptr;
  uint32_t size = 0;
  void push(g* gp) {
    gp->schedlink = nullptr;
    if (tail)
      tail->schedlink = gp;
    else
      head = gp;
    tail = gp;
    size++;
  }
  g* pop() {
    g* gp = head;
    if (gp) {
      head = gp->schedlink;
      if (!head) tail = nullptr;
      size--;
    }
    return gp;
  }
};

struct schedt {
  mutex lock{lock_rank::sched};
  std::atomic<uint64_t> goidgen{0};
  int64_t mnext GUARDED_BY(lock) = 0;  // ids given out
  int32_t nmfreed GUARDED_BY(lock) = 0;
  int32_t maxmcount = 10000;
  m* midle GUARDED_BY(lock) = nullptr;
  int32_t nmidle GUARDED_BY(lock) = 0;
  int32_t nmidlelocked GUARDED_BY(lock) = 0;  // locked Ms that wait for work
  int32_t nmsys GUARDED_BY(lock) = 0;         // Ms that do not count for deadlock: sysmon, the template thread
  std::atomic<int32_t> ngsys{0};              // system goroutines
  p* pidle GUARDED_BY(lock) = nullptr;
  std::atomic<int32_t> npidle{0};
  std::atomic<int32_t> nmspinning{0};
  std::atomic<uint32_t> needspinning{0};
  // The global queue is two: goroutines that have waited for the clock or the network stand in wakeq and come first,
  // but at most every other time, so that many of them starve nobody.
  gqueue runq GUARDED_BY(lock);
  gqueue wakeq GUARDED_BY(lock);
  std::atomic<uint32_t> runqsize{0};  // of both, to look without the lock
  std::atomic<uint32_t> urgent{0};    // of wakeq

  mutex gfree_lock{lock_rank::gfree};
  relaxed<g*> gfree;  // written under gfree_lock, looked at without
  relaxed<int32_t> ngfree;

  // Waiting for clock and network (poll.h).
  std::atomic<int64_t> lastpoll{1};         // when somebody last waited; 0: somebody does
  std::atomic<int64_t> poll_until{0};       // until when that M means to wait; 0: for good, or not known yet
  std::atomic<uint32_t> poll_wake{0};       // futex word
  std::atomic<bool> netpoll_on{false};      // there is a network poller
  std::atomic<int32_t> netpoll_waiters{0};  // goroutines that wait for it
  std::atomic<bool> netpoll_busy{false};    // it had several goroutines the last time
  std::atomic<bool> timers_late{false};     // sysmon has found a timer overdue: who schedules next looks at all heaps

  // Stopping the world.
  std::atomic<bool> gcwaiting{false};
  int32_t stopwait GUARDED_BY(lock) = 0;
  note stopnote;

  std::atomic<bool> sysmonwait{false};
  std::atomic<uint32_t> sysmon_wake{0};     // futex word: sysmon sleeps on it
  std::atomic<uint32_t> epoch{0};           // ticks about ten times a second, for trimming stacks
  std::atomic<int32_t> foreign_threads{0};  // threads that C made and that are alive
  std::atomic<bool> notifications{false};   // the C library may make one for a timer's or another event's function
  std::atomic<bool> no_sysmon{false};       // the child of a fork, until it needs one
  std::atomic<int32_t> frozen{0};           // the process is printing its last traceback
};

extern schedt sched;
extern m m0;
extern p* allp[];
extern std::atomic<int32_t> gomaxprocs;
extern int64_t ncpu;           // processors this process may run on
extern std::atomic<m*> allms;  // through alllink; only grows at the head, Ms are never freed
extern std::atomic<g*> allgs;  // through alllink
extern std::atomic<int64_t> allglen;
extern std::atomic<bool> main_started;
extern std::atomic<int32_t> panicking;
extern bool have_membarrier;
extern uint64_t maxstacksize, maxstackceiling;

inline constexpr int kMaxProcs = 1024;
inline constexpr size_t kG0Stack = 8 << 20;  // a system stack: as large as C code expects, committed as it is used

// Ends the program with Go's `fatal error: text`, a traceback and exit code 2 (debug/fatal.cpp).
[[noreturn]] void throw_(const char* text);
// The same for errors that are the program's fault: no runtime frames in the traceback.
[[noreturn]] void fatal(const char* text);

}  // namespace gort
