// A fault at an address that is not near null is fatal, unless the goroutine has asked for a panic (Go's
// debug.SetPanicOnFault).
// native: no (messages of the runtime)
// sanitized: ASan (the address is in ThreadSanitizer's shadow)
// run: -- fatal
// want stderr~: \Aunexpected fault address 0x123456789000\nfatal error: fault\n\[signal SIGSEGV: segmentation violation code=0x1 addr=0x123456789000 pc=0x[0-9a-f]+\]\n
// want exit: 2
// run: -- panic
// want stderr~: \Apanic: runtime error: invalid memory address or nil pointer dereference\n\[signal SIGSEGV: segmentation violation code=0x1 addr=0x123456789000 pc=0x[0-9a-f]+\]\n\ngoroutine 1 \[running\]:\nread_it\(
// want exit: 2
// run: -- recover
// want stdout: runtime error: invalid memory address or nil pointer dereference
// want stdout: runtime error: invalid memory address or nil pointer dereference
#include <gort/gort.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

bool runtime_debug_setPanicOnFault(bool on);
void runtime_panicmemAddr(int64_t address) __attribute__((noreturn));

static volatile int* volatile wild = (int*)0x123456789000;
__attribute__((noinline)) static int read_it(void) { return *wild + 1; }
static void tell(void* arg) { puts(gort_value_text(gort_recover())); }
static void recovered(int which) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  gort_defer(&frame, tell, NULL);
  if (which) read_it();
  runtime_panicmemAddr(0x123456789000);
}

int main(int argc, char** argv) {
  if (strcmp(argv[1], "fatal") != 0 && runtime_debug_setPanicOnFault(true)) return 1;
  if (strcmp(argv[1], "recover") != 0) return read_it();
  recovered(0);
  recovered(1);
}
