// setjmp and longjmp: down many frames and segments, in a loop, nested, with the signal mask, and many times over.
// want stdout: down 1: 7
// want stdout: loop 100000
// want stdout: nested 3 2 1
// want stdout: zero is one: 1
// want stdout: mask kept 1
// want stdout: locals 1 2 30
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static jmp_buf env;
__attribute__((noinline, noreturn)) static void down(int n) {
  char pad[300];
  memset(pad, n, sizeof pad);
  __asm__("" : : "r"(pad) : "memory");
  if (!n) longjmp(env, 7);
  down(n - 1);
}
__attribute__((noinline)) static int up_to(int n, volatile int* count) {
  jmp_buf again;
  int r = setjmp(again);
  ++*count;
  if (r < n) longjmp(again, r + 1);
  return r;
}
__attribute__((noinline)) static void nested(int level) {
  jmp_buf outer;
  memcpy(&outer, &env, sizeof env);
  if (setjmp(env) == 0) {
    if (level < 3) nested(level + 1);
    longjmp(env, 1);
  }
  printf(" %d", level);
  memcpy(&env, &outer, sizeof env);
}
__attribute__((noinline)) static int locals(int a) {
  volatile int b = a + 1, c = 3;
  if (setjmp(env) == 0) {
    c *= 10;
    down(20);
  }
  printf("locals %d %d %d\n", a, b, c);
  return c;
}

int main(void) {
  int r = setjmp(env);
  if (!r) down(2000);
  printf("down 1: %d\n", r);
  volatile int count = 0;
  for (int i = 0; i < 1000; i++) up_to(99, &count);
  printf("loop %d\n", count);
  printf("nested");
  nested(1);
  printf("\n");
  r = setjmp(env);
  if (!r) longjmp(env, 0);
  printf("zero is one: %d\n", r);
  sigjmp_buf with_mask;
  sigset_t block, now;
  sigemptyset(&block);
  sigaddset(&block, SIGUSR2);
  if (!sigsetjmp(with_mask, 1)) {
    sigprocmask(SIG_BLOCK, &block, 0);
    siglongjmp(with_mask, 1);
  }
  sigprocmask(SIG_BLOCK, 0, &now);
  printf("mask kept %d\n", !sigismember(&now, SIGUSR2));
  locals(1);
}
