// defer, panic and recover in C: order, arguments, loops, who may recover, and where the function goes on.
// want stdout: second 2
// want stdout: second 1
// want stdout: plain = 7
// want stdout: recovered: broken
// want stdout: guarded = -1
// want stdout: not mine
// want stdout: helper got nothing
// want stdout: recovered: deep
// want stdout: indirect = -1
// want stdout: recovered: runtime error: invalid memory address or nil pointer dereference
// want stdout: fault = -1
// want stdout: 20000 deferred calls, in order
#include <gort/gort.h>
#include <stdio.h>
#include <stdlib.h>

static void say(void* arg) { printf("second %d\n", *(int*)arg); }
static int plain(void) {
  int a = 1, b = 2;
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return -1;
  gort_defer(&frame, say, &a);
  gort_defer(&frame, say, &b);
  return 7;
}

static void recoverer(void* arg) {
  gort_value v = gort_recover();
  if (v.type) printf("recovered: %s\n", gort_value_text(v));
}
static void thrower(int depth) {
  if (depth == 0) gort_panic("broken");
  thrower(depth - 1);
  puts("not reached");
}
static int guarded(void) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return -1;
  gort_defer(&frame, recoverer, NULL);
  thrower(100);
  return 1;
}

static int helper(void) { return gort_recover().type != NULL; }
static void too_deep(void* arg) { puts(helper() ? "helper recovered" : "helper got nothing"); }
static void other(void* arg) { puts(gort_recover().type ? "mine?" : "not mine"); }
static void with_its_own(void* arg) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  gort_defer(&frame, other, NULL);
}
static int indirect(void) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return -1;
  gort_defer(&frame, recoverer, NULL);
  gort_defer(&frame, too_deep, NULL);
  gort_defer(&frame, with_its_own, NULL);
  gort_panic("deep");
}

static int* volatile nowhere;
static int fault(void) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return -1;
  gort_defer(&frame, recoverer, NULL);
  return *nowhere;
}

static int expected;
static void count_down(void* arg) {
  if ((int)(intptr_t)arg != --expected) puts("out of order");
}
static void many(int n) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  for (int i = 0; i < n; i++) gort_defer(&frame, count_down, (void*)(intptr_t)i);
  expected = n;
}

int main(void) {
  printf("plain = %d\n", plain());
  printf("guarded = %d\n", guarded());
  printf("indirect = %d\n", indirect());
  printf("fault = %d\n", fault());
  many(20000);
  printf("20000 deferred calls, in order\n");
}
