// Panics and C's own ways: through callbacks of a C function and back over its frames, on threads that C made, with
// pthread_exit over functions that defer, with a division by zero, in a C function that panics by a callback only.
// native: no (a panic ends a native process)
// want stdout: out of qsort: too many
// want stdout: inside of qsort: 31 times
// want stdout: sorted
// want stdout: on a thread: here too
// want stdout: thread ended with 5
// want stdout: thread left with 6
// want stdout: divided: runtime error: integer divide by zero
// want stdout: foreign deferred call: freed
#include <dlfcn.h>
#include <gort/gort.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void tell(void* what) { printf("%s: %s\n", (char*)what, gort_value_text(gort_recover())); }
static int count;
static void quiet(void* arg) {
  if (gort_recover().type) count++;
}

static int too_many(const void* a, const void* b) {
  static int n;
  gort_yield();
  if (++n == 20) gort_panic("too many");
  return *(const int*)a - *(const int*)b;
}
static int inside(const void* a, const void* b) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return *(const int*)a - *(const int*)b;
  gort_defer(&frame, quiet, NULL);
  gort_yield();
  gort_panic("x");
}
static void sort(int (*compare)(const void*, const void*)) {
  int v[16] = {5, 3, 9, 1, 7, 2, 8, 6, 4, 0, 15, 11, 13, 12, 14, 10};
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  gort_defer(&frame, tell, "out of qsort");
  qsort(v, 16, sizeof v[0], compare);
  gort_leave(&frame);
  for (int i = 0; i < 16; i++)
    if (v[i] != i) return;
  puts("sorted");
}
static void sort_inside(void) {
  int v[16] = {5, 3, 9, 1, 7, 2, 8, 6, 4, 0, 15, 11, 13, 12, 14, 10};
  qsort(v, 16, sizeof v[0], inside);
  printf("inside of qsort: %s times\n", count > 30 ? "31" : "too few");
  for (int i = 0; i < 16; i++)
    if (v[i] != i) return;
  puts("sorted");
}

static void* thread(void* arg) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return (void*)5;
  gort_defer(&frame, tell, "on a thread");
  gort_panic("here too");
}
static void never(void* arg) { puts("a dropped call was made"); }
static void leaves(int depth) {
  gort_frame frame;
  if (gort_enter(&frame)) abort();
  gort_defer(&frame, never, NULL);
  if (depth == 0) pthread_exit((void*)6);
  leaves(depth - 1);
  gort_leave(&frame);
}
static void* leaving_thread(void* arg) {
  leaves(30);
  return NULL;
}

static volatile int zero;
static int divide(void) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return -1;
  gort_defer(&frame, tell, "divided");
  volatile int quotient = 100 / zero;
  return quotient;
}

static void freed(void (*release)(void*)) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  for (int i = 0; i < 3; i++) gort_defer(&frame, release, malloc(100));
  gort_defer(&frame, quiet, NULL);
  gort_panic("y");
}

int main(void) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  sort(too_many);
  sort_inside();
  pthread_t t;
  void* result;
  pthread_create(&t, NULL, thread, NULL);
  pthread_join(t, &result);
  printf("thread ended with %d\n", (int)(intptr_t)result);
  pthread_create(&t, NULL, leaving_thread, NULL);
  pthread_join(t, &result);
  printf("thread left with %d\n", (int)(intptr_t)result);
  divide();
  freed((void (*)(void*))dlsym(RTLD_DEFAULT, "free"));
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return 1;
  gort_defer(&frame, (void (*)(void*))dlsym(RTLD_DEFAULT, "free"), malloc(100));
  puts("foreign deferred call: freed");
}
