// A small machine with computed gotos, and one with a switch table; both run a program that calls.
// want stdout: goto 3628800 switch 3628800
#include <stdio.h>

enum { PUSH, MUL, DEC, DUP_TOP, JNZ, HALT };
static const int program[] = {PUSH, 1, PUSH, 10, DUP_TOP, MUL, DEC, JNZ, 4, HALT};

__attribute__((noinline)) static long times(long a, long b) { return a * b; }

__attribute__((noinline)) static long by_goto(const int* p) {
  static const void* const op[] = {&&push, &&mul, &&dec, &&dup, &&jnz, &&halt};
  const int* pc = p;
  long acc = 0, n = 0, t = 0;
#define NEXT goto* op[*pc++]
  NEXT;
push:
  acc = n, n = *pc++;
  NEXT;
dup:
  t = n;
  NEXT;
mul:
  acc = times(acc, t);
  NEXT;
dec:
  n--;
  NEXT;
jnz:
  pc = n ? p + *pc : pc + 1;
  NEXT;
halt:
  return acc;
}
__attribute__((noinline)) static long by_switch(const int* p) {
  const int* pc = p;
  long acc = 0, n = 0, t = 0;
  for (;;) switch (*pc++) {
      case PUSH:
        acc = n, n = *pc++;
        break;
      case DUP_TOP:
        t = n;
        break;
      case MUL:
        acc = times(acc, t);
        break;
      case DEC:
        n--;
        break;
      case JNZ:
        pc = n ? p + *pc : pc + 1;
        break;
      case HALT:
        return acc;
    }
}

int main(void) { printf("goto %ld switch %ld\n", by_goto(program), by_switch(program)); }
