// Mutex, reader-writer mutex, wait group, once and condition variable under contention.
// want stdout: mutex 80000
// want stdout: rwmutex: writers alone, readers together, 4000 writes
// want stdout: once 1
// want stdout: queue 20000 in order of its producers
// want stdout: broadcast woke 50
#include <gort/gort.h>
#include <stdio.h>
#include <string.h>

static gort_waitgroup wg;
static gort_mutex mu;
static long counter;
static void counts(void* arg) {
  for (int i = 0; i < 10000; i++) {
    gort_mutex_lock(&mu);
    counter++;
    if (i % 1000 == 0) gort_yield();
    gort_mutex_unlock(&mu);
  }
  gort_waitgroup_done(&wg);
}

static gort_rwmutex rw;
static long a, b;
static _Atomic int inside, wrong;
static void reads_too(void* c) {
  gort_rwmutex_rlock(&rw);
  gort_chan_send(c, 0);
  gort_rwmutex_runlock(&rw);
}
static void reads(void* arg) {
  for (int i = 0; i < 2000; i++) {
    gort_rwmutex_rlock(&rw);
    inside++;
    if (a != b) wrong = 1;
    if (i % 100 == 0) gort_yield();
    if (a != b) wrong = 1;
    inside--;
    gort_rwmutex_runlock(&rw);
  }
  gort_waitgroup_done(&wg);
}
static void writes(void* arg) {
  for (int i = 0; i < 1000; i++) {
    gort_rwmutex_lock(&rw);
    if (inside) wrong = 1;
    a++;
    if (i % 50 == 0) gort_yield();
    b++;
    gort_rwmutex_unlock(&rw);
  }
  gort_waitgroup_done(&wg);
}

static gort_once once;
static int calls;
static void first(void* arg) {
  gort_sleep(100000);
  calls++;
}
static void does_once(void* arg) {
  gort_once_do(&once, first, 0);
  if (calls != 1) printf("once returned early: %d\n", calls);
  gort_waitgroup_done(&wg);
}

enum { PRODUCERS = 4, EACH = 5000, ROOM = 10 };
static struct {
  gort_mutex mu;
  gort_cond not_full, not_empty;
  long item[ROOM];
  int head, n;
} q;
static void produces(void* arg) {
  for (long i = 0; i < EACH; i++) {
    gort_mutex_lock(&q.mu);
    while (q.n == ROOM) gort_cond_wait(&q.not_full, &q.mu);
    q.item[(q.head + q.n++) % ROOM] = (long)arg * EACH + i;
    gort_cond_signal(&q.not_empty);
    gort_mutex_unlock(&q.mu);
  }
}

static gort_cond gate;
static int open_, waiting, woken;
static void passes(void* arg) {
  gort_mutex_lock(&mu);
  waiting++;
  while (!open_) gort_cond_wait(&gate, &mu);
  woken++;
  gort_mutex_unlock(&mu);
  gort_waitgroup_done(&wg);
}

int main(void) {
  gort_waitgroup_add(&wg, 8);
  for (int i = 0; i < 8; i++) gort_go(counts, 0);
  gort_waitgroup_wait(&wg);
  printf("mutex %ld\n", counter);

  gort_waitgroup_add(&wg, 8);
  for (int i = 0; i < 4; i++) gort_go(reads, 0), gort_go(writes, 0);
  gort_waitgroup_wait(&wg);
  gort_chan* together = gort_chan_make(0, 0);
  gort_rwmutex_rlock(&rw);
  gort_go(reads_too, together);
  gort_chan_recv(together, 0);
  gort_rwmutex_runlock(&rw);
  printf("rwmutex: writers %s, readers together, %ld writes\n", wrong ? "not alone" : "alone", a);

  gort_waitgroup_add(&wg, 20);
  for (int i = 0; i < 20; i++) gort_go(does_once, 0);
  gort_waitgroup_wait(&wg);
  printf("once %d\n", calls);

  long last[PRODUCERS] = {-1, -1, -1, -1}, got = 0;
  for (long i = 0; i < PRODUCERS; i++) gort_go(produces, (void*)i);
  for (; got < PRODUCERS * EACH; got++) {
    gort_mutex_lock(&q.mu);
    while (q.n == 0) gort_cond_wait(&q.not_empty, &q.mu);
    long v = q.item[q.head];
    q.head = (q.head + 1) % ROOM;
    q.n--;
    gort_cond_signal(&q.not_full);
    gort_mutex_unlock(&q.mu);
    if (v % EACH != ++last[v / EACH]) printf("%ld out of order\n", v);
  }
  printf("queue %ld in order of its producers\n", got);

  gort_waitgroup_add(&wg, 50);
  for (int i = 0; i < 50; i++) gort_go(passes, 0);
  for (;;) {
    gort_mutex_lock(&mu);
    int n = waiting;
    open_ = n == 50;
    gort_mutex_unlock(&mu);
    if (n == 50) break;
    gort_yield();
  }
  gort_cond_broadcast(&gate);
  gort_waitgroup_wait(&wg);
  printf("broadcast woke %d\n", woken);
}
