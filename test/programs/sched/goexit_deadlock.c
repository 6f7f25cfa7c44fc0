// main has ended its goroutine, and another waits for ever: a deadlock of those that are left, as Go says it.
// native: no (a message of the runtime)
// want stderr~: \Afatal error: all goroutines are asleep - deadlock!\n\ngoroutine \d+ \[select \(no cases\)\]:\nother\(.*\n.*\ncreated by main in goroutine 1\n[^\n]*\n\Z
// want exit: 2
#include <gort/gort.h>

void runtime_block(void) __attribute__((noreturn));

static void other(void* arg) { runtime_block(); }

int main(void) {
  gort_go(other, 0);
  gort_goexit();
}
