// A diamond of init tasks, made with the macros of gort.h: base is initialised once, before left and right. A C main
// runs after main's own task.
// native: no (init tasks)
// want stdout: base
// want stdout: left
// want stdout: right
// want stdout: main init, first
// want stdout: main init, second
// want stdout: main
#include <gort/gort.h>
#include <stdio.h>

static void base(void) { puts("base"); }
static void left(void) { puts("left"); }
static void right(void) { puts("right"); }
static void first(void) { puts("main init, first"); }
static void second(void) { puts("main init, second"); }

GORT_INIT_TASK(main, GORT_DEPS(left, empty, right), GORT_FNS(first, second));
GORT_INIT_TASK(right, GORT_DEPS(base), GORT_FNS(right));
GORT_INIT_TASK(left, GORT_DEPS(base), GORT_FNS(left));
GORT_INIT_TASK(base, GORT_DEPS(), GORT_FNS(base));
GORT_INIT_TASK(empty, GORT_DEPS(), GORT_FNS());

int main(void) { puts("main"); }
