// C11 threads: they run module code, end early, and have values of their own with destructors.
// want stdout: results 0 1 4 9
// want stdout: early 42, destroyed 5
// want stdout: once 1, counted 4000
#include <stdio.h>
#include <stdlib.h>
#include <threads.h>

static mtx_t lock;
static once_flag once = ONCE_FLAG_INIT;
static tss_t key;
static int counter, onces, destroyed;
static _Thread_local int own;

static void make_once(void) { onces++; }
static void destroy(void* p) {
  mtx_lock(&lock);
  destroyed++;
  mtx_unlock(&lock);
  free(p);
}
static int square(void* arg) {
  int n = *(int*)arg;
  call_once(&once, make_once);
  tss_set(key, malloc(1));
  for (int i = 0; i < 1000; i++) {
    mtx_lock(&lock);
    counter++;
    mtx_unlock(&lock);
    own++;
  }
  return own == 1000 ? n * n : -1;
}
static void leave(int n) {
  if (n) leave(n - 1);
  thrd_exit(42);
}
static int early(void* arg) {
  tss_set(key, malloc(1));
  leave(100);
  return 0;
}

int main(void) {
  thrd_t t[4];
  int n[4] = {0, 1, 2, 3}, r[4];
  mtx_init(&lock, mtx_plain);
  if (tss_create(&key, destroy) != thrd_success) return 1;
  for (int i = 0; i < 4; i++)
    if (thrd_create(&t[i], square, &n[i]) != thrd_success) return 1;
  for (int i = 0; i < 4; i++) thrd_join(t[i], &r[i]);
  printf("results %d %d %d %d\n", r[0], r[1], r[2], r[3]);
  thrd_create(&t[0], early, NULL);
  thrd_join(t[0], &r[0]);
  printf("early %d, destroyed %d\n", r[0], destroyed);
  printf("once %d, counted %d\n", onces, counter);
  tss_delete(key);
}
