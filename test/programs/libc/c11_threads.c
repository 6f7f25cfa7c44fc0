// C11 threads: thrd_create and what goes with it, thrd_exit out of a deep stack, thread-local variables with destructors.
// sanitized: ASan (ThreadSanitizer does not see thrd_join and misses the threads)
// want stdout: results 0 1 4 9, sum 4000, once 1
// want stdout: destroyed 4
// want stdout: left with 7, detached 1
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>

static mtx_t lock;
static cnd_t cond;
static tss_t key;
static once_flag flag = ONCE_FLAG_INIT;
static int sum, onces;
static _Atomic int destroyed, detached;
static _Thread_local int mine;

static void once(void) { onces++; }
static void destroy(void* p) { destroyed++, free(p); }

static int adds(void* arg) {
  call_once(&flag, once);
  tss_set(key, malloc(1));
  for (int i = 0; i < 1000; i++) {
    mtx_lock(&lock);
    sum++, mine++;
    mtx_unlock(&lock);
  }
  int n = *(int*)arg;
  return mine == 1000 ? n * n : -1;
}
__attribute__((noinline)) static int leaves(int n) {
  volatile char frame[1000];
  frame[n] = 0;
  if (!n) thrd_exit(7);
  return leaves(n - 1) + frame[n];
}
static int deep(void* arg) { return leaves(500); }
static int lone(void* arg) {
  mtx_lock(&lock);
  detached = 1;
  cnd_signal(&cond);
  mtx_unlock(&lock);
  return 0;
}

int main(void) {
  thrd_t t[4];
  int n[4], result[4];
  mtx_init(&lock, mtx_plain), cnd_init(&cond), tss_create(&key, destroy);
  for (int i = 0; i < 4; i++) n[i] = i, thrd_create(&t[i], adds, &n[i]);
  for (int i = 0; i < 4; i++) thrd_join(t[i], &result[i]);
  printf("results %d %d %d %d, sum %d, once %d\n", result[0], result[1], result[2], result[3], sum, onces);
  printf("destroyed %d\n", destroyed);
  int left = 0;
  thrd_create(&t[0], deep, 0);
  thrd_join(t[0], &left);
  mtx_lock(&lock);
  thrd_create(&t[1], lone, 0);
  thrd_detach(t[1]);
  while (!detached) cnd_wait(&cond, &lock);
  mtx_unlock(&lock);
  printf("left with %d, detached %d\n", left, detached);
}
