// What a C program asks of the loader: every kind of call, data of every kind, constructors, thread-locals, goroutines.
#include <gort/gort.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct point {
  double x, y;
  char name[8];
};
enum color { RED, GREEN = 5, BLUE };
typedef int (*binary)(int, int);

static _Thread_local int calls = 3;
static const char* const words[] = {"zero", "one", "two"};
static int add(int a, int b) { return calls++, a + b; }
static int multiply(int a, int b) { return a * b; }
static binary operations[] = {add, multiply};
static jmp_buf back;
static volatile int spawned;

__attribute__((constructor)) static void start(void) { spawned = 10; }

static int sum(int n, ...) {
  va_list list;
  va_start(list, n);
  int total = 0;
  while (n--) total += va_arg(list, int);
  va_end(list);
  return total;
}

__attribute__((noinline)) static struct point middle(struct point a, struct point b) {
  struct point m = {(a.x + b.x) / 2, (a.y + b.y) / 2, "middle"};
  return m;
}

static int by_value(const void* a, const void* b) { return *(const int*)a - *(const int*)b; }

static void work(void* argument) {
  *(volatile int*)argument += 1;
  gort_yield();
}

static const char* color_name(enum color c) {
  switch (c) {
    case RED:
      return "red";
    case GREEN:
      return "green";
    case BLUE:
      return "blue";
  }
  return "?";
}

int main(int argc, char** argv) {
  int numbers[] = {5, 3, 9, argc};
  qsort(numbers, 4, sizeof *numbers, by_value);
  struct point m = middle((struct point){1, 2, "a"}, (struct point){3, 4, "b"});
  printf("%s %g %g %d %d %s\n", m.name, m.x, m.y, sum(3, 1, 2, numbers[3]), operations[argc & 1](6, 7),
         words[argc % 3]);
  for (int i = 0; i < 3; i++) gort_go(work, (void*)&spawned);
  for (int i = 0; i < 100 && spawned < 13; i++) gort_yield();
  char* copy = malloc(16);
  strcpy(copy, color_name(numbers[2]));
  long double wide = spawned;
  if (setjmp(back) == 0) longjmp(back, 1);
  printf("%s %d %d %.1Lf\n", copy, spawned, calls, wide / 4);
  free(copy);
  return calls & 7;
}
