// lib/sched/proc.h: what the scheduler offers to the rest of the runtime.
//
// Functions marked [g0] run on a system stack; [g] on a goroutine's stack; [leaf] anywhere.
#pragma once
#include "sched/runtime2.h"

namespace gort {

// ---- start (in the order in which the boot calls them)
void schedinit();                              // [g0] m0, the Ps, GOMAXPROCS
[[noreturn]] void mstart_m0(g* (*first)(m*));  // leaves the process's stack for m0's system stack and schedules

// ---- goroutines
// [g0] Makes a goroutine that calls fn(arg); `caller` is the return address of the go statement.
g* newproc1(void (*fn)(void*), void* arg, uint64_t caller, bool big_stack);
void runqput_new(g* gp);               // [g0] puts a new goroutine where it runs next, wakes a P for it
void ready(g* gp);                     // [g0] Gwaiting -> Grunnable
void ready_list(m* mp, gqueue& list);  // [g0] the same of many that have waited for clock or network; mp may have no P
bool park_unlock(g* gp, void*);        // gort_park's unlock function
// [g] Parks. unlockf(g, lock), native code, runs on g0 after the goroutine has stopped; false: do not park after all.
void gopark(bool (*unlockf)(g*, void*), void* lock, wait_reason why);
void runtime_lock_os_thread(g* gp);  // the runtime's own wiring (locked_int), for the boot
void runtime_unlock_os_thread(g* gp);
// [g0] A C program's main keeps its thread, as C has it, until it starts its first goroutine.
void c_main_starts_goroutines();
int64_t gcount();  // goroutines alive, without the system's

// ---- the scheduler [g0]
g* schedule(m* mp);  // finds work, waits for it; returns what to run; null: this M ends
g* gosched_m(m* mp, g* gp);
g* goyield_m(m* mp, g* gp);
g* gopreempt_m(m* mp, g* gp);
g* goexit0(m* mp, g* gp);
g* park_m(m* mp, g* gp);

// ---- threads [g0]
void newm(void (*startfn)(m*), p* pp, int64_t id);
void startm(p* pp, bool spinning);
void stopm(m* mp);
void handoffp(p* pp);
void wakep();
void stoplockedm(m* mp);
void startlockedm(m* mp, g* gp);
void acquirep(m* mp, p* pp);
p* releasep(m* mp);
void pidleput(p* pp) REQUIRES(sched.lock);
p* pidleget() REQUIRES(sched.lock);
void globrunqput(g* gp) REQUIRES(sched.lock);
void globrunqput_woken(g* gp) REQUIRES(sched.lock);  // gp has waited for clock or network: soon
void checkdead() REQUIRES(sched.lock);
void mcommoninit(m* mp, int64_t id);
void minit(m* mp);  // on the new thread: signal stack, limit address
void start_template_thread();
void hear_no_signals();  // a C program begins: signals of the process are for its first thread
void hear_signals();     // it starts its first goroutine: Ms take what this thread takes
void hear(m* mp);        // on mp's thread, from time to time: carries that out
extern std::atomic<bool> have_template_thread;

// ---- run queues [g0], by the owner of pp
void runqput(p* pp, g* gp, bool next);
g* runqget(p* pp, bool* inherit_time);
g* runqsteal(p* pp, p* from, bool steal_next);
bool runqempty(p* pp);
g* globrunqget(p* pp, int32_t max) REQUIRES(sched.lock);

// ---- the world
void stop_the_world(m* mp);  // [g0] when it returns, only this M runs module code
void start_the_world(m* mp);
void procresize(m* mp, int32_t n);  // world stopped
void gcstopm(m* mp);

// ---- foreign calls [g0]
bool retake_foreign(p* pp) REQUIRES(sched.lock);  // takes the p of an m that is in foreign code; false: it is not
extern "C" void gort_exitsyscall();               // back from foreign code, sysmon looks at or has the P
extern "C" void gort_needm();                     // module code called on a thread that the runtime has not met
void dropm();                                     // such a thread ends

// ---- preemption
void preemptone(m* mp) REQUIRES(sched.lock);  // asks; the goroutine yields at the next check or signal
void preemptall() EXCLUDES(sched.lock);
void install_preempt_handler();
extern uint64_t module_code_lo, module_code_size;  // "is this pc module code" is one subtraction and one compare
void xsave_refill(m* mp);

// ---- sysmon
void sysmon(m* mp);
void wake_sysmon();
void restart_sysmon();  // [g0] in the child of a fork, when there is something to watch

// ---- fork: in the child's only thread
void sched_forked();  // the scheduler has this goroutine, this M and one P, and nothing else
void stack_forked();
void sigstack_forked();
void world_forked();
void thread_forked();
void proc_forked(g* gp);

// ---- stacks
void stackinit();
g* malg_dead();                    // [g0] the same or one to use again, listed and dead; needs no P
void gfpurge(p* pp);               // [g0] gives pp's free list to all
void gfree_global(g* gp);          // a dead g, without a P
g* malg();                         // [g0] a new g on a new root segment
void stack_enlarge_root(g* gp);    // [g0] the goroutine starts on a 64 KB segment
void stack_release(g* gp, p* pp);  // [g0] at exit: everything but the root
void stack_trim(g* gp, p* pp);     // [g0] at park: segments that are cached and unused
void stack_flush(p* pp);           // [g0] a P that goes away

// Texts and hooks that upper layers fill in.
struct hooks {
  void (*schedtrace)(bool detail) = nullptr;                // debug/schedtrace.cpp
  void (*goroutine_exit)(g*) = nullptr;                     // cgo/tls.cpp: thread-local variables
  void (*goroutine_end)() = nullptr;                        // cgo/tls_dtors_g.cpp, on the goroutine's stack
  void (*goexit)(g*) = nullptr;                             // boot: goroutine 1 leaves, or panics, during init
  void (*netpoll)(int64_t delay, gqueue& ready) = nullptr;  // net/netpoll_epoll.cpp
  void (*netpoll_break)() = nullptr;
};
extern hooks hook;

// libstdc++ keeps the exceptions that are being handled per thread; here they go with the goroutine. Null when the
// program has no C++ library. On the calling thread: { caught exceptions, count of uncaught ones }.
extern uint64_t* (*cxa_get_globals)();

extern "C" {
void gort_mcall(g* (*fn)(m*, g*));
void gort_gostart();
void runtime_Gosched();  // [g]
void gort_mstart(uint8_t* stack_top, g* (*first)(m*));
void __morestack();
}

}  // namespace gort
