// A natively compiled library whose thread calls back.
#include <pthread.h>
#include <stdlib.h>

struct call {
  void (*f)(void*);
  void* arg;
  int times;
};
static volatile int is_started;

static void* thread(void* v) {
  struct call c = *(struct call*)v;
  free(v);
  is_started = 1;
  for (int i = 0; i < c.times; i++) c.f(c.arg);
  return 0;
}
int started(void) { return is_started; }
void start_thread(void (*f)(void*), void* arg, int times) {
  struct call* c = malloc(sizeof *c);
  *c = (struct call){f, arg, times};
  pthread_t t;
  pthread_create(&t, 0, thread, c);
  pthread_detach(t);
}
