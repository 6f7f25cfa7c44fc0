// pthread_cleanup_push and pop in C without -fexceptions, where glibc's macros are setjmp and four functions: handlers
// run last pushed first when the thread ends by pthread_exit, from any depth and out of foreign frames.
// want stdout: popped: ran 1, not 0
// want stdout: nested: 3 2 1 in order
// want stdout: deep: 400 handlers, result 77
// want stdout: between: foreign 50 49 inner outer, result 5
// want stdout: local values survive: 11 22
// want stdout: handler of a handler: b2 a b1
// want stdout: last: handler , then key's destructor
// want stdout: in turn: 1000 threads, 3000 handlers
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char text[100];
static void note(void* s) { strcat(strcat(text, " "), s); }
static long run(void* (*fn)(void*), void* arg) {
  pthread_t t;
  void* result;
  text[0] = 0;
  if (pthread_create(&t, NULL, fn, arg) || pthread_join(t, &result)) abort();
  return (long)result;
}

static int ran;
static void count(void* by) { ran += (int)(long)by; }
static void* popped(void* arg) {
  int here = 0;
  pthread_cleanup_push(count, (void*)1);
  pthread_cleanup_push(count, (void*)10);
  here++;
  pthread_cleanup_pop(0);
  pthread_cleanup_pop(here);
  return NULL;
}

static void* nested(void* arg) {
  pthread_cleanup_push(note, "1");
  pthread_cleanup_push(note, "2");
  pthread_cleanup_push(note, "3");
  pthread_exit(NULL);
  pthread_cleanup_pop(0);
  pthread_cleanup_pop(0);
  pthread_cleanup_pop(0);
  return NULL;
}

static int depth_seen;
static void went(void* depth) {
  if ((int)(long)depth == depth_seen + 1) depth_seen++;
}
static int deep(int n) {
  volatile char frame[2000];
  frame[n % 2000] = (char)n;
  if (!n) pthread_exit((void*)77);
  int r;
  pthread_cleanup_push(went, (void*)(long)n);
  r = deep(n - 1) + frame[n % 2000];
  pthread_cleanup_pop(0);
  return r;
}
static void* go_deep(void* arg) { return (void*)(long)deep(400); }

static int compare(const void* a, const void* b) {
  pthread_cleanup_push(note, "inner");
  if (*(int*)a == 49 || *(int*)b == 49) {
    note("49");
    pthread_exit((void*)5);
  }
  pthread_cleanup_pop(0);
  return *(int*)a - *(int*)b;
}
static void* sort(void* arg) {
  int v[50];
  char line[20];
  for (int i = 0; i < 50; i++) v[i] = 49 - i;
  snprintf(line, sizeof line, "foreign %d", v[0] + 1);
  note(line);
  pthread_cleanup_push(note, "outer");
  qsort(v, 50, sizeof *v, compare);
  pthread_cleanup_pop(0);
  return NULL;
}

static int seen[2];
static void look(void* v) { memcpy(seen, v, sizeof seen); }
static void* locals(void* arg) {
  volatile int v[2] = {11, 0};
  pthread_cleanup_push(look, (void*)v);
  v[1] = 22;
  pthread_exit(NULL);
  pthread_cleanup_pop(0);
  return NULL;
}

static void pushes(void* arg) {
  pthread_cleanup_push(note, "b1");
  pthread_cleanup_push(note, "b2");
  pthread_cleanup_pop(1);
  note("a");
  pthread_cleanup_pop(1);
}
static void* twice(void* arg) {
  pthread_cleanup_push(pushes, NULL);
  pthread_exit(NULL);
  pthread_cleanup_pop(0);
  return NULL;
}

static pthread_key_t key;
static void* last(void* arg) {
  pthread_setspecific(key, ", then key's destructor");
  pthread_cleanup_push(note, "handler");
  pthread_exit(NULL);
  pthread_cleanup_pop(0);
  return NULL;
}

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int handlers;
static void counted(void* arg) {
  pthread_mutex_lock(&lock);
  handlers++;
  pthread_mutex_unlock(&lock);
}
static void* three(void* arg) {
  pthread_cleanup_push(counted, NULL);
  pthread_cleanup_push(counted, NULL);
  pthread_cleanup_push(counted, NULL);
  if (arg) pthread_exit(arg);
  pthread_cleanup_pop(0);
  pthread_cleanup_pop(0);
  pthread_cleanup_pop(0);
  return NULL;
}

int main(void) {
  run(popped, NULL);
  printf("popped: ran %d, not %d\n", ran % 10, ran / 10);
  run(nested, NULL);
  printf("nested:%s in order\n", text);
  long r = run(go_deep, NULL);
  printf("deep: %d handlers, result %ld\n", depth_seen, r);
  r = run(sort, NULL);
  printf("between:%s, result %ld\n", text, r);
  run(locals, NULL);
  printf("local values survive: %d %d\n", seen[0], seen[1]);
  run(twice, NULL);
  printf("handler of a handler:%s\n", text);
  pthread_key_create(&key, note);
  run(last, NULL);
  printf("last:%s\n", text);
  int threads = 0;
  for (int i = 0; i < 250; i++) {
    pthread_t t[4];
    for (int j = 0; j < 4; j++) threads += !pthread_create(&t[j], NULL, three, &t);
    for (int j = 0; j < 4; j++) pthread_join(t[j], NULL);
  }
  printf("in turn: %d threads, %d handlers\n", threads, handlers);
}
