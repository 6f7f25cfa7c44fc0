// A natively compiled library that gives up by longjmp to where the program called setjmp: library_longjmp.c.
#include <setjmp.h>
#include <string.h>

__attribute__((noinline)) static void deep(int n, void (*leave)(void*), void* arg) {
  char frame[500];
  memset(frame, n, sizeof frame);
  __asm__ volatile("" : : "r"(frame) : "memory");
  if (n)
    deep(n - 1, leave, arg);
  else
    leave(arg);
  __asm__ volatile("" : : "r"(frame) : "memory");
}
struct jump {
  void (*fn)(struct __jmp_buf_tag*, int);
  struct __jmp_buf_tag* env;
  int value;
};
static void by_pointer(void* v) {
  struct jump* j = v;
  j->fn(j->env, j->value);
}
// As libpng, which is given longjmp with the jmp_buf.
void fail_by(void (*fn)(struct __jmp_buf_tag*, int), struct __jmp_buf_tag* env, int value) {
  struct jump j = {fn, env, value};
  deep(50, by_pointer, &j);
}
static void by_name(void* v) {
  struct jump* j = v;
  longjmp(j->env, j->value);
}
void fail(struct __jmp_buf_tag* env, int value) {
  struct jump j = {0, env, value};
  deep(50, by_name, &j);
}
// Catches by itself what a function of the program causes.
int survives(void (*fn)(struct __jmp_buf_tag*)) {
  jmp_buf env;
  int r = setjmp(env);
  if (!r) fn(env);
  return r;
}
void leave(struct __jmp_buf_tag* env) { longjmp(env, 9); }
