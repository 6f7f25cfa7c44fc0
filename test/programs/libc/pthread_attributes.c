// Thread attributes, detached threads, pthread_exit at a depth, keys with destructors, pthread_self.
// want stdout: exit at a depth 42
// want stdout: key destructor 7
// want stdout: self 1
// want stdout: stack size 1
// want stdout: detached ran
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>

static pthread_key_t key;
static pthread_t seen;
static sem_t ran;
static int destroyed;

__attribute__((noinline)) static int down(int n) {
  char pad[100];
  __asm__("" : : "r"(pad) : "memory");
  if (!n) pthread_exit((void*)42);
  return down(n - 1) + pad[0];
}
static void* exits(void* arg) {
  down(500);
  return 0;
}
static void destroy(void* p) { destroyed = (int)(intptr_t)p; }
static void* uses_key(void* arg) {
  pthread_setspecific(key, (void*)7);
  seen = pthread_self();
  return pthread_getspecific(key);
}
static void* detached(void* arg) {
  sem_post(&ran);
  return 0;
}

int main(void) {
  pthread_t t;
  void* r;
  sem_init(&ran, 0, 0);
  pthread_create(&t, 0, exits, 0);
  pthread_join(t, &r);
  printf("exit at a depth %ld\n", (long)(intptr_t)r);
  pthread_key_create(&key, destroy);
  pthread_create(&t, 0, uses_key, 0);
  pthread_join(t, &r);
  printf("key destructor %d\n", destroyed);
  printf("self %d\n", pthread_equal(seen, t) != 0);
  pthread_attr_t a;
  size_t size;
  pthread_attr_init(&a);
  pthread_attr_setstacksize(&a, 1 << 20);
  pthread_attr_getstacksize(&a, &size);
  printf("stack size %d\n", size == 1 << 20);
  pthread_attr_setdetachstate(&a, PTHREAD_CREATE_DETACHED);
  pthread_create(&t, &a, detached, 0);
  sem_wait(&ran);
  puts("detached ran");
}
