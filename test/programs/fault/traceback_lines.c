// With debug information the traceback names file and line of every call, through inlining-free frames and segments.
// native: no (a message of the runtime)
// cflags: -g
// want stderr~: \Afatal error: look\n\ngoroutine 1 .*:\n
// want stderr~: ^third\(.*\)\n\t\S*traceback_lines\.c:12\b
// want stderr~: ^second\(.*\)\n\t\S*traceback_lines\.c:15\b
// want stderr~: ^first\(.*\)\n\t\S*traceback_lines\.c:16\b
// want stderr~: ^main\(.*\)\n\t\S*traceback_lines\.c:18\b
// want exit: 2
#include <gort/gort.h>
__attribute__((noinline)) static int third(int n) {
  if (n == 3) gort_throw("look");
  return n;
}
__attribute__((noinline)) static int second(int n) { return third(n + 1) + 1; }
__attribute__((noinline)) static int first(int n) { return second(n + 1) + 1; }

int main(void) { return first(1) + 1; }
