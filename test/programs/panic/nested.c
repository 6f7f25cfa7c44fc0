// Panics in deferred functions, recovered and not, Goexit among them, and the tracebacks over all of it: as Go has it
// for the same program.
// native: no (messages of the runtime)
// run: -- nested
// want stderr~: \Apanic: first\n\tpanic: second\n\ngoroutine 1 \[running\]:\nsecond\(.*\n.*\npanic\({0x[0-9a-f]+, 0x[0-9a-f]+}\)\n.*\nnested\(.*\n.*\nmain\(
// want exit: 2
// run: -- recovered
// want stderr~: \Apanic: first \[recovered\]\n\tpanic: first again\n\ngoroutine 1 \[running\]:\nrecover_panic\(.*\n.*\npanic\({.*\n.*\nrecovered\(
// want exit: 2
// run: -- repanicked
// want stderr~: \Apanic: first \[recovered, repanicked\]\n\ngoroutine 1 \[running\]:\nrepanic\(.*\n.*\npanic\(
// want exit: 2
// run: -- three
// want stderr~: \Apanic: first\n\tpanic: third\n\ngoroutine 1 \[running\]:\nthird\(
// want exit: 2
// run: -- chain
// want stderr~: \Apanic: first\n\tpanic: second\n\tpanic: third\n\ngoroutine 1 \[running\]:\nthird\(
// want exit: 2
// run: -- recovered_chain
// want stderr~: \Apanic: first \[recovered\]\n\tpanic: second\n\tpanic: third\n\ngoroutine 1 \[running\]:\nthird\(
// want exit: 2
// run: -- recovered_goexit
// want stderr: fatal error: no goroutines (main called runtime.Goexit) - deadlock!
// want exit: 2
// run: -- twice
// want stderr~: \Apanic: first \[recovered, repanicked\]\n\ngoroutine 1 \[running\]:\nrepanic\(.*\n.*\npanic\(.*\n.*\nrepanic_twice\(.*\n.*\npanic\(.*\n.*\ntwice\(
// want exit: 2
// run: -- other
// want stderr~: \Apanic: first \[recovered, repanicked\]\n\tpanic: third\n\ngoroutine 1
// want exit: 2
// run: -- fault
// want stderr~: \Apanic: runtime error: invalid memory address or nil pointer dereference\n\tpanic: second\n\[signal SIGSEGV: segmentation violation code=0x1 addr=0x8 pc=0x[0-9a-f]+\]\n\ngoroutine 1 \[running\]:\nsecond\(.*\n.*\npanic\(.*\n.*\nfault\(
// want exit: 2
// run: -- fault_recovered
// want stderr~: \Apanic: runtime error: invalid memory address or nil pointer dereference \[recovered\]\n\tpanic: runtime error: invalid memory address or nil pointer dereference again\n\[signal SIGSEGV: segmentation violation code=0x1 addr=0x8 pc=0x[0-9a-f]+\]\n\ngoroutine 1
// want exit: 2
// run: -- goexit
// want stderr~: \Apanic: second\n\ngoroutine \d+ \[running\]:\nsecond\(.*\n.*\nruntime_Goexit\(\.\.\.\)\n.*\ngoexit\(.*\n.*\ncreated by
// want exit: 2
// run: -- goexit_recovered
// want stdout: got second
// want stdout: last
// want stdout: end
// run: -- goexit_in_panic
// want stdout: end
// run: -- superseded
// want stdout: got second
// want stdout: got nothing
// want stdout: end
// run: -- continues
// want stdout: got second
// want stdout: still first
// want stdout: got first
// want stdout: end
#include <gort/gort.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFER_AND(fn, ...)          \
  do {                              \
    GORT_FRAME(frame);              \
    if (gort_enter(&frame)) return; \
    gort_defer(&frame, fn, NULL);   \
    __VA_ARGS__;                    \
  } while (0)

static void second(void* arg) { gort_panic("second"); }
static void third(void* arg) { gort_panic("third"); }
static void quiet(void* arg) { gort_recover(); }
static void tell(void* arg) {
  gort_value v = gort_recover();
  printf("got %s\n", v.type ? gort_value_text(v) : "nothing");
}
static void recover_panic(void* arg) {
  char text[100];
  strcpy(text, gort_value_text(gort_recover()));
  gort_panic(strcat(text, " again"));
}
static void repanic(void* arg) { gort_panic_value(gort_recover()); }
static void repanic_twice(void* arg) {
  gort_value v = gort_recover();
  DEFER_AND(repanic, gort_panic_value(v));
}
static void second_recovered(void* arg) { DEFER_AND(quiet, gort_panic("second")); }

static void nested(void) { DEFER_AND(second, gort_panic("first")); }
static void recovered(void) { DEFER_AND(recover_panic, gort_panic("first")); }
static void repanicked(void) { DEFER_AND(repanic, gort_panic("first")); }
static void three(void) { DEFER_AND(third, gort_defer(&frame, second_recovered, NULL); gort_panic("first")); }
static void second_third(void* arg) { DEFER_AND(third, gort_panic("second")); }
static void chain(void) { DEFER_AND(second_third, gort_panic("first")); }
static void recover_second(void* arg) {
  gort_recover();
  gort_panic("second");
}
static void recovered_chain(void) { DEFER_AND(third, gort_defer(&frame, recover_second, NULL); gort_panic("first")); }
static void recover_end(void* arg) {
  gort_recover();
  gort_goexit();
}
static void recovered_goexit(void) { DEFER_AND(recover_end, gort_panic("first")); }
static void twice(void) { DEFER_AND(repanic_twice, gort_panic("first")); }
static void other(void) { DEFER_AND(third, gort_defer(&frame, repanic, NULL); gort_panic("first")); }

struct pair {
  long a, b;
};
static struct pair* volatile nowhere;
static volatile long sink;
static void fault(void) { DEFER_AND(second, sink = nowhere->b); }
static void fault_recovered(void) { DEFER_AND(recover_panic, sink = nowhere->b); }

static void goexit(void* arg) { DEFER_AND(second, gort_goexit()); }
static void say_last(void* arg) { puts("last"); }
static void goexit_inner(void) { DEFER_AND(tell, gort_defer(&frame, second, NULL); gort_goexit()); }
static void goexit_recovered(void* arg) {
  DEFER_AND(say_last, goexit_inner());
  puts("not reached");
}
static void end(void* arg) { gort_goexit(); }
static void goexit_in_panic(void* arg) { DEFER_AND(end, gort_panic("lost")); }

static void in_goroutine(void (*fn)(void*)) {
  gort_go(fn, NULL);
  while (gort_numgoroutine() > 1) gort_yield();
  puts("end");
}

// second ends first, which began inside of the function that goes on.
static void superseded(void) { DEFER_AND(tell, gort_defer(&frame, second, NULL); gort_panic("first")); }
static void no_panic(void) { DEFER_AND(tell, (void)0); }
// second is over before first goes on.
static void inner(void* arg) { DEFER_AND(tell, gort_panic("second")); }
static void inner_then(void* arg) {
  inner(NULL);
  puts("still first");
}
static void continues(void) { DEFER_AND(tell, gort_defer(&frame, inner_then, NULL); gort_panic("first")); }

int main(int argc, char** argv) {
  setvbuf(stdout, NULL, _IOLBF, 0);
  const char* which = argv[1];
#define CASE(name) \
  if (strcmp(which, #name) == 0) name()
  CASE(nested);
  CASE(recovered);
  CASE(repanicked);
  CASE(three);
  CASE(chain);
  CASE(recovered_chain);
  CASE(recovered_goexit);
  CASE(twice);
  CASE(other);
  CASE(fault);
  CASE(fault_recovered);
  if (strcmp(which, "goexit") == 0) in_goroutine(goexit);
  if (strcmp(which, "goexit_recovered") == 0) in_goroutine(goexit_recovered);
  if (strcmp(which, "goexit_in_panic") == 0) in_goroutine(goexit_in_panic);
  CASE(superseded);
  if (strcmp(which, "superseded") == 0) {
    no_panic();
    puts("end");
  }
  CASE(continues);
  if (strcmp(which, "continues") == 0) puts("end");
}
