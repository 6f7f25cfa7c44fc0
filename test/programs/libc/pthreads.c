// Threads of the program: they run module code, lock, wait on conditions, barriers and semaphores, and give results.
// want stdout: joined 0 1 4 9 16 25 36 49
// want stdout: counter 80000
// want stdout: queue 4950
// want stdout: barrier 40, once 1, semaphore 10
#include <pthread.h>
#include <semaphore.h>
#include <stdint.h>
#include <stdio.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t cond = PTHREAD_COND_INITIALIZER;
static pthread_barrier_t barrier;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static sem_t sem;
static int counter, queue[100], head, tail, passed, onces, posts;

static void* square(void* arg) {
  for (int i = 0; i < 10000; i++) {
    pthread_mutex_lock(&mutex);
    counter++;
    pthread_mutex_unlock(&mutex);
  }
  return (void*)((intptr_t)arg * (intptr_t)arg);
}
static void* produce(void* arg) {
  for (int i = 0; i < 100; i++) {
    pthread_mutex_lock(&mutex);
    queue[tail++] = i;
    pthread_cond_signal(&cond);
    pthread_mutex_unlock(&mutex);
  }
  return 0;
}
static void* consume(void* arg) {
  intptr_t s = 0;
  for (int i = 0; i < 100; i++) {
    pthread_mutex_lock(&mutex);
    while (head == tail) pthread_cond_wait(&cond, &mutex);
    s += queue[head++];
    pthread_mutex_unlock(&mutex);
  }
  return (void*)s;
}
static void init(void) { onces++; }
static void* meet(void* arg) {
  pthread_once(&once, init);
  for (int i = 0; i < 10; i++) {
    pthread_barrier_wait(&barrier);
    pthread_mutex_lock(&mutex);
    passed++;
    pthread_mutex_unlock(&mutex);
  }
  for (int i = 0; i < 10 && arg; i++) sem_post(&sem);
  return 0;
}

int main(void) {
  pthread_t t[8];
  void* r;
  for (intptr_t i = 0; i < 8; i++) pthread_create(&t[i], 0, square, (void*)i);
  printf("joined");
  for (int i = 0; i < 8; i++) {
    pthread_join(t[i], &r);
    printf(" %ld", (long)(intptr_t)r);
  }
  printf("\ncounter %d\n", counter);
  pthread_create(&t[0], 0, consume, 0);
  pthread_create(&t[1], 0, produce, 0);
  pthread_join(t[1], 0);
  pthread_join(t[0], &r);
  printf("queue %ld\n", (long)(intptr_t)r);
  pthread_barrier_init(&barrier, 0, 4);
  sem_init(&sem, 0, 0);
  for (intptr_t i = 0; i < 4; i++) pthread_create(&t[i], 0, meet, i == 0 ? &sem : 0);
  for (; posts < 10; posts++) sem_wait(&sem);
  for (int i = 0; i < 4; i++) pthread_join(t[i], 0);
  printf("barrier %d, once %d, semaphore %d\n", passed, onces, posts);
}
