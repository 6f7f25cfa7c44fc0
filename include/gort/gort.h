/* include/gort/gort.h: what the gort runtime gives to C and C++ programs.
 *
 * A program that includes this header is compiled to LLVM IR (`clang -O2 -emit-llvm -c prog.c`) and run with
 * `gort run prog.bc`. Nothing has to be linked: the loader binds these names to the runtime. Everything else of C stays
 * as it is: a plain `main`, libc, threads, signals.
 *
 * How C is seen by the runtime:
 *   - main runs as goroutine 1. When it returns, or when anything calls exit, the process ends; other goroutines do not
 *     keep it alive.
 *   - Goroutines run on as many threads as GOMAXPROCS says and are preempted; what they share needs atomics or locks.
 *   - A call to a function of a C library may block as long as it likes: other goroutines go on meanwhile.
 *   - errno and thread_local variables belong to the goroutine. pthread_self, and what a library keeps per thread,
 *     belong to the thread. A goroutine moves between threads at any call, unless it is locked to one
 *     (gort_lock_thread).
 *   - Stacks grow up to 1,000,000,000 bytes; beyond that the program ends with "fatal error: stack overflow".
 *
 * Each function says: what it does; who owns what; whether it may block (let other goroutines run); what fails, and
 * how. "Fatal" means: a message and the goroutines' tracebacks on standard error, exit code 2.
 *
 * The same functions under Go's names (runtime_newproc, time_Sleep, ...) are listed in docs/abi.md.
 */
#ifndef GORT_GORT_H
#define GORT_GORT_H

#ifndef __cplusplus
#include <stdbool.h>
#endif
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#define GORT_NORETURN [[noreturn]]
#else
#define GORT_NORETURN _Noreturn
#endif
/* Inlined, and seen in tracebacks at the place of the call. */
#define GORT_FAST static inline __attribute__((always_inline, nodebug, unused))

/* ---- Goroutines ------------------------------------------------------------------------------------------------- */

/* A goroutine, as gort_ready wants it. Owned by the runtime, which uses it again for another goroutine when this one
 * has ended, and never gives it back to the system. */
typedef struct gort_g gort_g;

/* Starts a goroutine that calls fn(arg); it ends when fn returns. arg is handed over as it is; what it points to must
 * live as long as the goroutine uses it. Never blocks; the new goroutine runs at some time after this. Out of memory is
 * fatal. */
void gort_go(void (*fn)(void*), void* arg);

/* Lets other goroutines run: the caller goes to the end of the queue. Returns when its turn comes. */
void gort_yield(void);

/* Parks the caller for at least ns nanoseconds. Returns at once when ns <= 0. */
void gort_sleep(int64_t ns);

/* Ends the calling goroutine. In goroutine 1 the others go on, and when the last one has ended the program does with
 * "fatal error: no goroutines (main called runtime.Goexit) - deadlock!". */
GORT_NORETURN void gort_goexit(void);

/* The calling goroutine. Never blocks. */
gort_g* gort_self(void);

/* Its number, as tracebacks print it; 1 is main. Never blocks. */
int64_t gort_goid(void);

/* How many goroutines are alive, the caller included and the runtime's own not. Never blocks. */
int64_t gort_numgoroutine(void);

/* Parks the caller until another goroutine calls gort_ready on it. A gort_ready that came since the last gort_park is
 * not lost: then gort_park returns at once (one is remembered, not several). May return without one, so wait in a loop
 * that tests a condition. When every goroutine is parked the program ends with "fatal error: all goroutines are asleep
 * - deadlock!". */
void gort_park(void);

/* Wakes g out of gort_park, or lets its next gort_park return at once. Never blocks. When g has ended meanwhile,
 * nothing happens, or whoever has its place now leaves gort_park once without a reason. */
void gort_ready(gort_g* g);

/* ---- Threads and processors ------------------------------------------------------------------------------------- */

/* Wires the calling goroutine to the thread that it runs on: it stays there, and nothing else runs there. Nests. A
 * goroutine that ends while wired takes its thread with it. Never blocks. */
void gort_lock_thread(void);

/* Undoes one gort_lock_thread; without one it does nothing. Never blocks. */
void gort_unlock_thread(void);

/* Sets how many goroutines run at once when n > 0; returns the former setting. With n <= 0 it only asks. A change
 * stops all goroutines for a moment. */
int64_t gort_gomaxprocs(int64_t n);

/* ---- Time ------------------------------------------------------------------------------------------------------- */

/* The monotonic clock in nanoseconds, from an unnamed start. Never blocks. */
int64_t gort_nanotime(void);

/* ---- Memory ----------------------------------------------------------------------------------------------------- */

/* Allocate size bytes, zeroed, aligned for any scalar. The memory belongs to the program and never moves. In
 * gort_alloc's the runtime looks for pointers; gort_alloc_noscan is for bytes that hold none. Both never return null:
 * out of memory is fatal. malloc and free work too, and know nothing of these. */
void* gort_alloc(int64_t size);
void* gort_alloc_noscan(int64_t size);

/* ---- Failing ---------------------------------------------------------------------------------------------------- */

/* Fatal error: prints "fatal error: TEXT" and the goroutines' tracebacks, and ends the process with exit code 2. */
GORT_NORETURN void gort_throw(const char* text);

/* ---- Channels ---------------------------------------------------------------------------------------------------- */

/* A channel hands values of one size from goroutine to goroutine. It has a buffer of `capacity` values; without one
 * (capacity 0) a send waits until somebody receives. Owned by the runtime; null is the nil channel, on which every
 * operation waits for ever. A panic that nobody recovers ends the program with exit code 2.
 *
 * Waiting goroutines are served in the order in which they came. A child of fork() may use a channel only if no other
 * goroutine was using it. */
typedef struct gort_chan gort_chan;

/* Makes a channel for values of elem_size bytes, 0 to 65,535. Panics: "makechan: size out of range". Never blocks. */
gort_chan* gort_chan_make(int64_t elem_size, int64_t capacity);

/* Sends the value at elem: copies it to a receiver that waits, or to the buffer, or parks until somebody takes it.
 * Panics on a closed channel: "send on closed channel". */
void gort_chan_send(gort_chan* c, const void* elem);

/* Receives a value to elem (null: drops it); parks until there is one. False, and zeros at elem: the channel is closed
 * and drained. */
bool gort_chan_recv(gort_chan* c, void* elem);

/* The same without waiting. try_send: whether the value was sent. try_recv: whether there was something to receive, a
 * value (*ok true) or the end (*ok false); ok may be null. */
bool gort_chan_try_send(gort_chan* c, const void* elem);
bool gort_chan_try_recv(gort_chan* c, void* elem, bool* ok);

/* Says that nothing more will be sent; wakes all who wait. Receivers get what is in the buffer first. Panics: "close of
 * nil channel", "close of closed channel". Never blocks. */
void gort_chan_close(gort_chan* c);

/* How many values are in the buffer, and how many fit; both 0 for a timer's channel. Never block. */
int64_t gort_chan_len(gort_chan* c);
int64_t gort_chan_cap(gort_chan* c);

/* One case of a select. A null channel is never ready. */
typedef struct gort_case {
  gort_chan* chan;
  void* elem; /* the value to send, or where to put what is received (null: nowhere) */
  bool is_send;
  bool ok; /* set for the case that was taken; false: received from a closed channel */
} gort_case;

#define GORT_SEND(c, p) {(c), (void*)(p), true, false}
#define GORT_RECV(c, p) {(c), (void*)(p), false, false}

/* Does one of n cases, at most 65,536, and returns its index. When several are ready it takes one of them at random.
 * When none is: parks until one is (block), or returns -1 (!block). Panics as gort_chan_send does.
 *
 *     gort_case cases[] = {GORT_SEND(out, &x), GORT_RECV(in, &y)};
 *     switch (gort_select(cases, 2, true)) { ... } */
int64_t gort_select(gort_case* cases, int64_t n, bool block);

/* ---- Locks ------------------------------------------------------------------------------------------------------ */

/* Locks for goroutines: who waits parks, and its thread runs others. (A pthread_mutex_t blocks the thread; and it may
 * be unlocked by the wrong one, since goroutines move.) All start as zero, need no end, belong to the program, must not
 * be copied or moved while in use, and are not tied to the goroutine that locked them. "Fatal" errors cannot be
 * recovered. */

/* One at a time. Who has waited for a millisecond gets it next. The memory of a mutex must outlive every call of
 * gort_mutex_unlock on it: that looks at it once more after others can have it. */
typedef struct gort_mutex {
  uint32_t held, flags;
} gort_mutex;

void gort_mutex_lock_slow(gort_mutex* m);
void gort_mutex_unlock_slow(gort_mutex* m);
void gort_mutex_released(gort_mutex* m);
extern const uint8_t runtime_slow_locks;

/* Parks until the mutex is free, and takes it. */
GORT_FAST void gort_mutex_lock(gort_mutex* m) {
  uint32_t unlocked = 0;
  if (runtime_slow_locks || !__atomic_compare_exchange_n(&m->held, &unlocked, 1, 0, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED))
    gort_mutex_lock_slow(m);
}

/* Takes it if it is free. Never blocks. */
bool gort_mutex_try_lock(gort_mutex* m);

/* Gives it back. Fatal when it is not locked: "sync: unlock of unlocked mutex". */
GORT_FAST void gort_mutex_unlock(gort_mutex* m) {
  if (__atomic_load_n(&m->flags, __ATOMIC_RELAXED) != 0 || !__atomic_load_n(&m->held, __ATOMIC_RELAXED) ||
      runtime_slow_locks) {
    gort_mutex_unlock_slow(m);
    return;
  }
  __atomic_store_n(&m->held, 0, __ATOMIC_RELEASE);
  __asm__ volatile("" : : : "memory"); /* no fence is needed: lib/sync/mutex.h */
  if (__atomic_load_n(&m->flags, __ATOMIC_RELAXED) != 0) gort_mutex_released(m);
}

/* Many readers, or one writer. A writer that waits keeps further readers out, so a reader must not lock it again. */
typedef struct gort_rwmutex {
  gort_mutex w;
  uint32_t writer_sem, reader_sem;
  int32_t reader_count, reader_wait;
} gort_rwmutex;

void gort_rwmutex_lock(gort_rwmutex* rw);
bool gort_rwmutex_try_lock(gort_rwmutex* rw);
void gort_rwmutex_unlock(gort_rwmutex* rw); /* fatal: "sync: Unlock of unlocked RWMutex" */
void gort_rwmutex_rlock(gort_rwmutex* rw);
bool gort_rwmutex_try_rlock(gort_rwmutex* rw);
void gort_rwmutex_runlock(gort_rwmutex* rw); /* fatal: "sync: RUnlock of unlocked RWMutex" */

/* Waits for a number of goroutines to be done: add before each is started, done at its end. */
typedef struct gort_waitgroup {
  uint64_t state;
  uint32_t sema;
} gort_waitgroup;

/* Adds to the counter. Never blocks. Panics: "sync: negative WaitGroup counter". */
void gort_waitgroup_add(gort_waitgroup* wg, int64_t delta);
GORT_FAST void gort_waitgroup_done(gort_waitgroup* wg) { gort_waitgroup_add(wg, -1); }
/* Parks until the counter is zero. */
void gort_waitgroup_wait(gort_waitgroup* wg);

/* Calls fn(arg) the first time; those who come meanwhile wait until that call has ended. A call that panicked counts.
 */
typedef struct gort_once {
  uint32_t done;
  gort_mutex m;
} gort_once;

void gort_once_slow(gort_once* once, void (*fn)(void*), void* arg);
GORT_FAST void gort_once_do(gort_once* once, void (*fn)(void*), void* arg) {
  if (!__atomic_load_n(&once->done, __ATOMIC_ACQUIRE)) gort_once_slow(once, fn, arg);
}

/* For locks of the program's own: GODEBUG=deadlock=explain then knows who holds them. */
void gort_lock_taken(void* lock, bool reads);
void gort_lock_released(void* lock);

/* Waits for a condition that a mutex guards. */
typedef struct gort_cond {
  uint32_t wait, notify;
  uint64_t lock;
  void *head, *tail;
} gort_cond;

/* Unlocks m, parks until a signal or broadcast, locks m again. Test the condition in a loop. */
void gort_cond_wait(gort_cond* c, gort_mutex* m);
/* Wakes the one who has waited longest; all. Nothing happens when nobody waits. Never block. */
void gort_cond_signal(gort_cond* c);
void gort_cond_broadcast(gort_cond* c);

/* ---- Timers ------------------------------------------------------------------------------------------------------ */

/* Times are nanoseconds: durations, or readings of gort_nanotime. */

/* A timer. Owned by the runtime, which never frees it: a program that needs many uses them again with gort_timer_reset.
 */
typedef struct gort_timer gort_timer;

/* In ns nanoseconds, and then every period nanoseconds (0: once), a new goroutine calls fn(arg). Ticks that come late
 * are not made up for. Never blocks. */
gort_timer* gort_timer_func(int64_t ns, int64_t period, void (*fn)(void*), void* arg);

/* In ns nanoseconds, and then every period nanoseconds (0: once), the time is sent on a channel: an int64_t, when it
 * was due. A tick waits in the channel until somebody receives it; those that come meanwhile are dropped. Never blocks.
 */
gort_timer* gort_timer_chan(int64_t ns, int64_t period);

/* The channel of such a timer. Only receive from it. Lives as long as the timer. */
gort_chan* gort_timer_channel(gort_timer* t);

/* Stops t; on a stopped one it does nothing. True when t was running and will not go off any more; of a channel's timer
 * also when it had gone off and nobody had received the value, which is gone now. False with gort_timer_func: the
 * goroutine has been started, and may still run. Does not wait. */
bool gort_timer_stop(gort_timer* t);

/* Starts t anew, as if made now with these times. Returns what gort_timer_stop would. Does not wait. */
bool gort_timer_reset(gort_timer* t, int64_t ns, int64_t period);

/* The channel of a new gort_timer_chan(ns, 0): for a receive, or one more case of a select. */
gort_chan* gort_after(int64_t ns);

/* ---- Files and sockets ------------------------------------------------------------------------------------------- */

/* A descriptor that the runtime watches: while one goroutine waits for it the others, and their threads, go on. Not a
 * number of the kernel's: one that has been closed stays invalid (EBADF) for good. Every function returns -1 and sets
 * errno when it fails; ETIMEDOUT: the deadline has passed; EBADF: closed, here or meanwhile by another goroutine.
 *
 * One goroutine may read or accept while another writes; a second one of the same kind waits until the first is done.
 */
typedef int64_t gort_fd;

/* Kinds of operations. */
enum { GORT_READ = 'r', GORT_WRITE = 'w', GORT_READ_WRITE = 'r' + 'w' };

/* Hands fd (a socket, a pipe, a terminal, a file) to the runtime, which makes it non-blocking and closes it in the end.
 * The program must not use the number any more but as gort_fd_number says. Never blocks. */
gort_fd gort_fd_open(int fd);

/* Stream sockets. address and length are a struct sockaddr and its size. backlog 0: as many as the system allows. ns >
 * 0: connecting takes at most so many nanoseconds. TCP connections send at once (TCP_NODELAY). gort_accept and
 * gort_connect block. */
gort_fd gort_listen(const void* address, uint32_t length, int backlog);
gort_fd gort_accept(gort_fd listener);
gort_fd gort_connect(const void* address, uint32_t length, int64_t ns);

/* Reads what there is, up to n bytes; blocks until there is something. 0: the end. */
int64_t gort_read(gort_fd fd, void* buffer, int64_t n);

/* Writes all n bytes; blocks while there is no room. Returns n; when it fails, some may have been written. A socket
 * whose other end is closed gives EPIPE and no SIGPIPE. */
int64_t gort_write(gort_fd fd, const void* bytes, int64_t n);

/* Blocks until fd can be read (GORT_READ) or written (GORT_WRITE). For system calls of the program's own on
 * gort_fd_number: when one says EAGAIN, wait and do it again. */
int gort_fd_wait(gort_fd fd, int what);
int gort_fd_number(gort_fd fd);

/* From ns nanoseconds on (0: never, < 0: now), operations of the kind, also those under way, fail with ETIMEDOUT, until
 * the deadline is set anew. Never blocks. */
int gort_set_deadline(gort_fd fd, int64_t ns, int what);

/* Closes fd. Operations under way end with EBADF; when they have, the kernel's descriptor is closed, and this returns.
 */
int gort_close(gort_fd fd);

/* ---- Panics ------------------------------------------------------------------------------------------------------ */

/* A function that defers has a gort_frame and calls gort_enter on it once, before anything else; gort_leave at its end
 * runs what was deferred, newest first. With GORT_FRAME the compiler puts gort_leave at every way out:
 *
 *     int parse(struct input* in) {
 *       GORT_FRAME(frame);
 *       if (gort_enter(&frame)) return -1;      // a deferred function has recovered a panic
 *       gort_defer(&frame, close_input, in);
 *       ...
 *     }
 *
 * A panic calls the deferred functions of every function that the goroutine is in, from the innermost on. One that
 * calls gort_recover ends the panic: when it returns, the function that had deferred it goes on where gort_enter
 * returns a second time, with 1. As with setjmp, local variables that were changed after gort_enter must be volatile to
 * be read there. When nobody recovers, the process ends with Go's message, tracebacks, and exit code 2.
 *
 * What the processor finds wrong panics too: a null pointer, a division by zero. (Not in a C library, where such a
 * fault is fatal, and not when the program has its own handler of the signal.)
 *
 * longjmp, pthread_exit and exceptions of C++ that leave a function with a frame drop what it has deferred; where
 * exceptions run destructors (C++, or C with -fexceptions), GORT_FRAME's runs the deferred functions. A frame must not
 * outlive its function, and a function must not be left by return without gort_leave. */
typedef struct gort_frame {
  void* words[16];
} gort_frame;
#define GORT_FRAME(name) gort_frame name __attribute__((cleanup(gort_leave)))

/* Returns 0; 1 when it returns again. Never blocks. */
int gort_enter(gort_frame* frame) __attribute__((returns_twice));

/* fn(arg) is called when the function that frame belongs to returns, or because of a panic. As often as you like, in
 * loops too. Never blocks. */
void gort_defer(gort_frame* frame, void (*fn)(void*), void* arg);

/* Runs what was deferred; each call is made once. */
void gort_leave(gort_frame* frame);

/* A value as interface{} has it: a type descriptor of Go's layout, and a pointer to the value (or a pointer value
 * itself). */
typedef struct gort_value {
  const void* type;
  void* data;
} gort_value;

/* Panics with a string; the text is copied. */
GORT_NORETURN void gort_panic(const char* text);
GORT_NORETURN void gort_panic_value(gort_value value);

/* Called directly by a deferred function: when a panic called it, the panic's value, and the panic is over. Otherwise
 * type is null. */
gort_value gort_recover(void) __attribute__((returns_twice));

/* What a panic would print: an error's message, a string's text. Allocated; the program owns it. */
char* gort_value_text(gort_value value);

/* ---- Maps -------------------------------------------------------------------------------------------------------- */

/* A hash table from keys to elements, both of fixed sizes. Its memory belongs to the runtime and is not given back.
 * Goroutines that use a map at once may only read it; that one writes meanwhile is found out most of the time and is
 * fatal ("concurrent map writes", "concurrent map read and map write", "concurrent map iteration and map write"). None
 * of these functions blocks. */
typedef struct gort_map gort_map;

/* Makes a map whose keys are key_size bytes, compared as memory (mind padding: zero it), 1 or more, and whose elements
 * are elem_size bytes, 0 or more. Sizes beyond 1 GB are fatal. */
gort_map* gort_map_new(int64_t key_size, int64_t elem_size);

/* Makes a map whose keys are C strings: `key` below is then the string itself. The map copies what it keeps. */
gort_map* gort_map_new_strings(int64_t elem_size);

/* Makes such a map at `memory`, which is the program's, on 8 bytes, and must outlive the map: for small maps that come
 * and go, in a function's frame. With GORT_MAP_BYTES bytes there, up to 8 keys take no other memory; with 296 or more
 * the map's groups are the runtime's. Fewer are fatal.
 *
 *     _Alignas(8) char memory[GORT_MAP_BYTES(sizeof(int), sizeof(long))];
 *     gort_map* m = gort_map_init(memory, sizeof memory, sizeof(int), sizeof(long)); */
gort_map* gort_map_init(void* memory, int64_t bytes, int64_t key_size, int64_t elem_size);
#define GORT_MAP_BYTES(key_size, elem_size) (304 + 8 * (GORT_SLOT_BYTES(key_size) + GORT_SLOT_BYTES(elem_size)))
#define GORT_SLOT_BYTES(size) ((size) < 8 || (size) > 128 ? 8 : ((size) + 7) / 8 * 8)

/* How many keys it has. */
int64_t gort_map_len(const gort_map* m);

/* The element of a key, or null. It may be written to, and is good until the map is changed. On 8 bytes when it has 8
 * or more. */
void* gort_map_get(const gort_map* m, const void* key);

/* The same; a key that the map lacks is added, with an element of zeros. */
void* gort_map_put(gort_map* m, const void* key);

/* Takes a key out; nothing happens when it is not there. */
void gort_map_delete(gort_map* m, const void* key);

/* Takes all keys out. */
void gort_map_clear(gort_map* m);

/* A walk over all keys, in an order that is another one each time:
 *
 *     gort_map_iter it;
 *     for (gort_map_first(m, &it); it.key; gort_map_next(&it)) ...
 *
 * key points to the key, or is the string; elem points to the element; both are null at the end. The map may be changed
 * meanwhile: what stays comes exactly once, what is taken out before its turn does not come, what is added may. */
typedef struct {
  const void* key;
  void* elem;
  void* state[13];
} gort_map_iter;
void gort_map_first(gort_map* m, gort_map_iter* it);
void gort_map_next(gort_map_iter* it);

/* ---- Init tasks -------------------------------------------------------------------------------------------------
 *
 * A package's init task lists the packages that it needs and its init functions. The runtime starts at main's task,
 * before main, and runs depth first: what a package needs is initialised before it, each package once, functions in
 * order. A cycle is fatal. `gort --inittrace` prints a line for every task that has functions. The record is
 * initialised with an extension that clang and gcc share, of which -Wpedantic speaks where the macro is used.
 *
 *     static void init(void) { ... }
 *     GORT_INIT_TASK(main, GORT_DEPS(config, log), GORT_FNS(init));
 *
 * defines main_inittask, which needs config_inittask and log_inittask (here or in another module) first. The
 * functions take nothing, return nothing, and are declared before. Up to 16 of each; either list may be empty. */
struct gort_inittask {
  uintptr_t state; /* 0 to do, 1 being done, 2 done */
  uintptr_t ndeps;
  uintptr_t nfns;
  __extension__ void* words[]; /* ndeps init tasks, then nfns functions */
};

#define GORT_DEPS(...) (__VA_ARGS__)
#define GORT_FNS(...) (__VA_ARGS__)

#define GORT_INIT_TASK(package, deps, fns)                           \
  GORT_DECLARE_1(package)                                            \
  GORT_EACH_DECLARE deps struct gort_inittask package##_inittask = { \
      0, GORT_COUNT deps, GORT_COUNT fns, {GORT_EACH_DEP deps GORT_EACH_FN fns}}

/* How the lists are spelled out. The declarations give the records C linkage in C++. */
#ifdef __cplusplus
#define GORT_DECLARE_1(package) extern "C" struct gort_inittask package##_inittask;
#else
#define GORT_DECLARE_1(package) extern struct gort_inittask package##_inittask;
#endif
#define GORT_DEP_1(package) (void*)&package##_inittask,
#define GORT_FN_1(function) (void*)(function),
#define GORT_EACH_DECLARE(...) GORT_EACH(GORT_DECLARE_1 __VA_OPT__(, ) __VA_ARGS__)
#define GORT_EACH_DEP(...) GORT_EACH(GORT_DEP_1 __VA_OPT__(, ) __VA_ARGS__)
#define GORT_EACH_FN(...) GORT_EACH(GORT_FN_1 __VA_OPT__(, ) __VA_ARGS__)
#define GORT_COUNT(...) \
  GORT_PICK(x __VA_OPT__(, ) __VA_ARGS__, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, )
#define GORT_EACH(...)                                                                                           \
  GORT_PICK(__VA_ARGS__, GORT_E16, GORT_E15, GORT_E14, GORT_E13, GORT_E12, GORT_E11, GORT_E10, GORT_E9, GORT_E8, \
            GORT_E7, GORT_E6, GORT_E5, GORT_E4, GORT_E3, GORT_E2, GORT_E1, GORT_E0, )                            \
  (__VA_ARGS__)
#define GORT_PICK(a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, a10, a11, a12, a13, a14, a15, a16, it, ...) it
#define GORT_E0(m)
#define GORT_E1(m, a) m(a)
#define GORT_E2(m, a, ...) m(a) GORT_E1(m, __VA_ARGS__)
#define GORT_E3(m, a, ...) m(a) GORT_E2(m, __VA_ARGS__)
#define GORT_E4(m, a, ...) m(a) GORT_E3(m, __VA_ARGS__)
#define GORT_E5(m, a, ...) m(a) GORT_E4(m, __VA_ARGS__)
#define GORT_E6(m, a, ...) m(a) GORT_E5(m, __VA_ARGS__)
#define GORT_E7(m, a, ...) m(a) GORT_E6(m, __VA_ARGS__)
#define GORT_E8(m, a, ...) m(a) GORT_E7(m, __VA_ARGS__)
#define GORT_E9(m, a, ...) m(a) GORT_E8(m, __VA_ARGS__)
#define GORT_E10(m, a, ...) m(a) GORT_E9(m, __VA_ARGS__)
#define GORT_E11(m, a, ...) m(a) GORT_E10(m, __VA_ARGS__)
#define GORT_E12(m, a, ...) m(a) GORT_E11(m, __VA_ARGS__)
#define GORT_E13(m, a, ...) m(a) GORT_E12(m, __VA_ARGS__)
#define GORT_E14(m, a, ...) m(a) GORT_E13(m, __VA_ARGS__)
#define GORT_E15(m, a, ...) m(a) GORT_E14(m, __VA_ARGS__)
#define GORT_E16(m, a, ...) m(a) GORT_E15(m, __VA_ARGS__)

#ifdef __cplusplus
}
#endif

#endif /* GORT_GORT_H */
