// pthread_cancel: a thread ends at its next cancellation point, wherever that is, with its cleanup handlers run and
// what it waited with in order.
// sanitized: no (a thread cancelled in a blocking call is still there for AddressSanitizer, and nothing to ThreadSanitizer)
// want stdout: read: canceled 1, handlers 2
// want stdout: sleep: canceled 1, handlers 2
// want stdout: pause: canceled 1, handlers 2
// want stdout: sem_wait: canceled 1, handlers 2
// want stdout: join: canceled 1, handlers 2
// want stdout: poll: canceled 1, handlers 2
// want stdout: sigwait: canceled 1, handlers 2
// want stdout: cond_wait: canceled 1, handlers 2, mutex held 1, free again 1
// want stdout: cond_timedwait: canceled 1, handlers 2, mutex held 1, free again 1
// want stdout: testcancel after module code: canceled 1, handlers 2
// want stdout: disabled: went on 1, old state 1, canceled 1
// want stdout: type: deferred 0, of main too 0 1
// want stdout: main is not cancelled: 0
// want stdout: before it ran: canceled 1
// want stdout: in a callback: canceled 1, handlers 3
// want stdout: ended already: result 3
// want stdout: not a mutex: locked 1
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static atomic_int ready, stop, handlers;
static int ends[2];
static sem_t sem;
static pthread_t other;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;

static void handler(void* arg) { handlers++; }

static void* start(void* (*fn)(void*), void* arg) {
  pthread_t t;
  void* result;
  ready = stop = handlers = 0;
  if (pthread_create(&t, NULL, fn, arg)) abort();
  while (!ready) usleep(100);
  usleep(2000);
  if (pthread_cancel(t)) abort();
  stop = 1;
  if (pthread_join(t, &result)) abort();
  return result;
}

// ---- calls that wait for ever

static void do_read(void) {
  char c;
  if (read(ends[0], &c, 1) < 0) abort();
}
static void do_sleep(void) { sleep(1000); }
static void do_pause(void) { pause(); }
static void do_sem(void) { sem_wait(&sem); }
static void do_join(void) { pthread_join(other, NULL); }
static void do_poll(void) {
  struct pollfd p = {ends[0], POLLIN, 0};
  poll(&p, 1, -1);
}
static void do_sigwait(void) {
  sigset_t set;
  int sig;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigwait(&set, &sig);
}
static int down(int n, void (*wait)(void)) {
  volatile char frame[500];
  frame[0] = (char)n;
  if (n) return down(n - 1, wait) + frame[0];
  pthread_cleanup_push(handler, NULL);
  ready = 1;
  for (;;) wait();
  pthread_cleanup_pop(0);
  return 0;
}
static void* waits(void* how) {
  pthread_cleanup_push(handler, NULL);
  down(100, how);
  pthread_cleanup_pop(0);
  return NULL;
}
static void try(const char* name, void (*how)(void)) {
  void* r = start(waits, how);
  printf("%s: canceled %d, handlers %d\n", name, r == PTHREAD_CANCELED, handlers);
}

// ---- condition variables

static int held;
static void unlock(void* mutex) {
  handlers++;
  held = pthread_mutex_trylock(mutex) == EBUSY;
  pthread_mutex_unlock(mutex);
}
static void* waits_cond(void* timed) {
  pthread_mutex_lock(&lock);
  pthread_cleanup_push(unlock, &lock);
  pthread_cleanup_push(handler, NULL);
  ready = 1;
  struct timespec late = {4000000000, 0};
  for (;;) timed ? pthread_cond_timedwait(&cond, &lock, &late) : pthread_cond_wait(&cond, &lock);
  pthread_cleanup_pop(0);
  pthread_cleanup_pop(0);
  return NULL;
}
static void try_cond(const char* name, void* timed) {
  held = 0;
  void* r = start(waits_cond, timed);
  int free = pthread_mutex_trylock(&lock) == 0;
  if (free) pthread_mutex_unlock(&lock);
  printf("%s: canceled %d, handlers %d, mutex held %d, free again %d\n", name, r == PTHREAD_CANCELED, handlers, held,
         free);
}

// ---- threads that compute

static void spin(void) {
  while (!stop);
  pthread_testcancel();
}
static int state_was, went_on;
static void* disabled(void* arg) {
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
  ready = 1;
  while (!stop);
  usleep(100);
  pthread_testcancel();
  went_on = 1;
  pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, &state_was);
  usleep(100);
  went_on = 2;
  return NULL;
}
static int type_was = -1;
static void* types(void* arg) {
  pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &type_was);
  return NULL;
}
static void* never(void* arg) {
  pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
  while (!stop);
  pause();
  return NULL;
}
static void* three(void* arg) { return (void*)3; }

static int compare(const void* a, const void* b) {
  pthread_cleanup_push(handler, NULL);
  down(10, do_pause);
  pthread_cleanup_pop(0);
  return 0;
}
static void* sort(void* arg) {
  int v[3] = {3, 2, 1};
  pthread_cleanup_push(handler, NULL);
  qsort(v, 3, sizeof *v, compare);
  pthread_cleanup_pop(0);
  return NULL;
}

static void* locks(void* arg) {
  ready = 1;
  pthread_mutex_lock(&lock);  // no cancellation point
  went_on = 3;
  pthread_mutex_unlock(&lock);
  pthread_testcancel();
  return NULL;
}

int main(void) {
  void* r;
  pthread_t t;
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
  if (pipe(ends)) return 1;
  sem_init(&sem, 0, 0);
  other = pthread_self();
  try("read", do_read);
  try("sleep", do_sleep);
  try("pause", do_pause);
  try("sem_wait", do_sem);
  try("join", do_join);
  try("poll", do_poll);
  try("sigwait", do_sigwait);
  try_cond("cond_wait", NULL);
  try_cond("cond_timedwait", &cond);
  try("testcancel after module code", spin);
  r = start(disabled, NULL);
  printf("disabled: went on %d, old state %d, canceled %d\n", went_on, state_was, r == PTHREAD_CANCELED);
  pthread_create(&t, NULL, types, NULL);
  pthread_join(t, NULL);
  stop = 0;
  int state, type;
  pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &type);
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &state);
  printf("type: deferred %d, of main too %d %d\n", type_was, type, state == PTHREAD_CANCEL_DISABLE);
  pthread_testcancel();
  printf("main is not cancelled: %d\n", stop);
  pthread_create(&t, NULL, never, NULL);
  pthread_cancel(t);
  stop = 1;
  pthread_join(t, &r);
  printf("before it ran: canceled %d\n", r == PTHREAD_CANCELED);
  r = start(sort, NULL);
  printf("in a callback: canceled %d, handlers %d\n", r == PTHREAD_CANCELED, handlers);
  pthread_create(&t, NULL, three, NULL);
  usleep(2000);
  pthread_cancel(t);
  pthread_join(t, &r);
  printf("ended already: result %ld\n", (long)r);
  pthread_mutex_lock(&lock);
  ready = stop = 0;
  pthread_create(&t, NULL, locks, NULL);
  while (!ready) usleep(100);
  pthread_cancel(t);
  usleep(2000);
  pthread_mutex_unlock(&lock);
  pthread_join(t, &r);
  printf("not a mutex: locked %d\n", went_on == 3 && r == PTHREAD_CANCELED);
}
