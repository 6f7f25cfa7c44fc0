// A natively compiled library that handles signals: library_handlers.c, library_signal_storm.c.
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static _Atomic long early, handled, wrong;
static void (*callback)(int);

__attribute__((noinline)) static int fill(void) {
  char deep[30000];
  memset(deep, 7, sizeof deep);
  __asm__ volatile("" : : "r"(deep) : "memory");
  for (unsigned i = 0; i < sizeof deep; i++)
    if (deep[i] != 7) return 1;
  return 0;
}
static void on_early(int signal) { early += 1 + fill(); }
static pthread_key_t key;
static void at_end(void* round) {
  if (round == (void*)1)
    pthread_setspecific(key, (void*)2);  // once more, after the runtime's own
  else
    raise(SIGUSR2);
}
__attribute__((constructor)) static void start(void) {
  signal(SIGUSR2, on_early);
  pthread_key_create(&key, at_end);
}
long early_signals(void) { return early; }

static void native(int signal, siginfo_t* info, void* context) {
  wrong += fill();
  if (info->si_signo != signal) wrong++;
  if (callback) callback(signal);
  handled++;
}
// Without SA_ONSTACK.
int handle(int signal) {
  struct sigaction act = {.sa_flags = SA_SIGINFO | SA_RESTART};
  act.sa_sigaction = native;
  return sigaction(signal, &act, 0);
}
int is_native(int signal) {
  struct sigaction act;
  return !sigaction(signal, 0, &act) && act.sa_sigaction == native && !(act.sa_flags & SA_ONSTACK);
}
void handle_by(int signal, void (*fn)(int)) { callback = fn, handle(signal); }
void give_handler(int signal_, void (*fn)(int)) { signal(signal_, fn); }
long native_signals(void) { return handled; }
long native_wrong(void) { return wrong; }

// Is there memory at an address? Asked as crash reporters and interpreters do, on a signal stack of the library's own.
static sigjmp_buf env;
static void on_fault(int signal, siginfo_t* info, void* context) {
  wrong += fill();
  siglongjmp(env, 1);
}
int readable(const volatile char* p) {
  static char stack[1 << 16];
  stack_t mine = {.ss_sp = stack, .ss_size = sizeof stack}, old, seen;
  struct sigaction act = {.sa_flags = SA_SIGINFO | SA_ONSTACK}, before;
  act.sa_sigaction = on_fault;
  if (sigaltstack(&mine, &old) || sigaction(SIGSEGV, &act, &before)) return -1;
  volatile int yes = 0;
  if (!sigsetjmp(env, 1)) {
    (void)*p;
    yes = 1;
  }
  sigaction(SIGSEGV, &before, 0);
  if (sigaltstack(&old, &seen) || seen.ss_sp != stack || seen.ss_flags & SS_ONSTACK) return -2;
  return yes;
}

// A thread with a signal stack of its own, which goes before the thread does: the signal comes after all.
static void* thread(void* fn) {
  pthread_setspecific(key, (void*)1);
  stack_t mine = {.ss_sp = malloc(1 << 16), .ss_size = 1 << 16}, seen, none = {.ss_flags = SS_DISABLE};
  if (sigaltstack(&mine, 0)) wrong++;
  ((void (*)(void))fn)();
  if (sigaltstack(0, &seen) || seen.ss_sp != mine.ss_sp || seen.ss_size != mine.ss_size || seen.ss_flags) wrong++;
  raise(SIGUSR2);
  if (sigaltstack(&none, &seen) || seen.ss_sp != mine.ss_sp) wrong++;
  free(mine.ss_sp);
  if (sigaltstack(0, &seen) || seen.ss_flags != SS_DISABLE) wrong++;
  return 0;
}
void thread_with_stack(void (*fn)(void)) {
  pthread_t t;
  if (pthread_create(&t, 0, thread, (void*)fn)) wrong++;
  pthread_join(t, 0);
}
