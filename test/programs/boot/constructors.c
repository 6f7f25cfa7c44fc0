// Constructors run before main, by priority; destructors after it, in the reverse order; atexit functions between.
// want stdout: early
// want stdout: middle
// want stdout: late
// want stdout: main
// want stdout: atexit
// want stdout: last destructor first
// want stdout: first destructor last
#include <stdio.h>
#include <stdlib.h>

__attribute__((constructor)) static void late(void) { puts("late"); }
__attribute__((constructor(200))) static void middle(void) { puts("middle"); }
__attribute__((constructor(101))) static void early(void) { puts("early"); }
__attribute__((destructor(101))) static void first(void) { puts("first destructor last"); }
__attribute__((destructor(102))) static void second(void) { puts("last destructor first"); }

static void leave(void) { puts("atexit"); }

int main(void) {
  atexit(leave);
  puts("main");
}
