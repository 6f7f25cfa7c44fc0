// A library leaves by longjmp, its own or the program's that it was given, to where the program called setjmp, and catches its own
// jumps over functions of the program's; on goroutines that are preempted and moved.
// lib: lib_longjmp.c
// sanitized: no (longjmp is the sanitizer's)
// want stdout: 8 goroutines, 2400 jumps, 0 wrong
#include <gort/gort.h>
#include <setjmp.h>
#include <stdatomic.h>
#include <stdio.h>

void fail_by(void (*fn)(struct __jmp_buf_tag*, int), struct __jmp_buf_tag* env, int value);
void fail(struct __jmp_buf_tag* env, int value);
int survives(void (*fn)(struct __jmp_buf_tag*));
void leave(struct __jmp_buf_tag* env);

static _Atomic int jumps, done, wrong;

static void yields_and_leaves(struct __jmp_buf_tag* env) {
  gort_yield();
  leave(env);
}
static void works(void* arg) {
  jmp_buf env;
  for (volatile int i = 0; i < 100; i++) {
    volatile int way = 0;
    int r = setjmp(env);
    if (!r) {
      if (i % 9 == 0) gort_yield();
      fail_by((void (*)(struct __jmp_buf_tag*, int))longjmp, env, i + 1);
      wrong++;
    }
    if (r != i + 1) wrong++;
    jumps++;
    r = setjmp(env);
    if (!r) {
      if (i % 7 == 0) gort_yield();
      fail(env, i + 2);
      wrong++;
    }
    if (r != i + 2) wrong++;
    jumps++;
    if (survives(yields_and_leaves) != 9) wrong++;
    jumps++;
    volatile unsigned long sum = 0;
    for (int k = 0; k < 2000; k++) sum += (unsigned long)k;
    if (sum != 1999000 || way) wrong++;
  }
  done++;
}

int main(void) {
  for (int i = 0; i < 8; i++) gort_go(works, 0);
  while (done < 8) gort_yield();
  printf("%d goroutines, %d jumps, %d wrong\n", done, jumps, wrong);
}
