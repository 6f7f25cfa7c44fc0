// Of pthread_mixed.cpp: C's cleanup handlers.
#include <pthread.h>

void note(const void* name);
static void handler(void* name) { note(name); }
void c_push(char* name, void (*then)(void*), void* arg) {
  pthread_cleanup_push(handler, name);
  then(arg);
  pthread_cleanup_pop(0);
}
