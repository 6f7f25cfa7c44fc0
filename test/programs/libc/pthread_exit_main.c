// pthread_exit in main: main's handlers and the thread's keys, the other threads go on, and the process ends with the
// last one, as exit(0) does.
// sanitized: ASan (ThreadSanitizer wants main to join its threads)
// want stdout: handler of main
// want stdout: key of main
// want stdout: thread 1 goes on
// want stdout: thread 2 goes on
// want stdout: key of the last
// want stdout: at exit
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static pthread_key_t key;
static void say(void* text) { puts(text); }
static void at_exit(void) { puts("at exit"); }
static void* thread(void* n) {
  usleep((long)n * 30000);
  printf("thread %ld goes on\n", (long)n);
  if ((long)n == 2) pthread_setspecific(key, "key of the last");
  return NULL;
}

int main(void) {
  pthread_t t;
  atexit(at_exit);
  for (long i = 1; i <= 2; i++) pthread_create(&t, NULL, thread, (void*)i);
  pthread_key_create(&key, say);
  pthread_setspecific(key, "key of main");
  pthread_cleanup_push(say, "handler of main");
  pthread_exit((void*)3);
  pthread_cleanup_pop(0);
  return 1;
}
