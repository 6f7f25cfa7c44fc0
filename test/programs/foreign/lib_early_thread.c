// A library whose constructor starts a thread and waits for its end.
#include <pthread.h>

int ended;
static void* run(void* arg) {
  ended++;
  return arg;
}
__attribute__((constructor)) static void start(void) {
  pthread_t thread;
  if (!pthread_create(&thread, 0, run, 0)) pthread_join(thread, 0);
}
