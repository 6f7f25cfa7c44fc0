// Function pointers: kept in tables, compared, returned, cast, pointing into the module and into libc.
// want stdout: table 3 -1 2
// want stdout: same 1, different 0
// want stdout: strlen 5, toupper A, abs 7
// want stdout: printf through a pointer
// want stdout: composed 21
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int add(int a, int b) { return a + b; }
static int sub(int a, int b) { return a - b; }
static int mul(int a, int b) { return a * b; }
typedef int (*binary)(int, int);
static binary table[] = {add, sub, mul};

static binary pick(char c) { return c == '+' ? add : c == '-' ? sub : mul; }
static int twice(int (*f)(int), int x) { return f(f(x)); }
static int next(int x) { return 2 * x + 1; }
struct ops {
  size_t (*length)(const char*);
  int (*upper)(int);
  int (*absolute)(int);
  int (*print)(const char*, ...);
};
static const struct ops ops = {strlen, toupper, abs, printf};  // a constant table of foreign functions

int main(int argc, char** argv) {
  printf("table");
  for (int i = 0; i < 3; i++) printf(" %d", table[i](argc, 2));
  printf("\nsame %d, different %d\n", pick('+') == table[0] && (void*)ops.length == (void*)strlen,
         pick('-') == table[0]);
  size_t (*volatile length)(const char*) = ops.length;
  int (*volatile print)(const char*, ...) = ops.print;
  printf("strlen %zu, toupper %c, abs %d\n", length("12345"), ops.upper('a'), ops.absolute(-7));
  print("%s through a %s\n", "printf", "pointer");
  printf("composed %d\n", twice((int (*)(int))next, 4) + 2);
}
