// Calling through a null function pointer is a nil dereference, which can be recovered as any other: with arguments in
// registers, on the stack, from a deferred call, on a goroutine of its own, and thousands of times.
// native: no (a message of the runtime)
// run: -- die
// want stderr~: \Apanic: runtime error: invalid memory address or nil pointer dereference\n\[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x0\]\n\ngoroutine 1 \[running\]:\n(calls\(.*\n.*\n)?main\(.*\)$
// want exit: 2
// run: -- far
// want stderr~: \Apanic: runtime error: invalid memory address or nil pointer dereference\n\[signal SIGSEGV: segmentation violation code=0x1 addr=0x10 pc=0x10\]\n
// want exit: 2
// run:
// want stdout: runtime error: invalid memory address or nil pointer dereference
// want stdout: runtime error: invalid memory address or nil pointer dereference
// want stdout: runtime error: invalid memory address or nil pointer dereference
// want stdout: goroutines 8000, depths 200
#include <gort/gort.h>
#include <stdio.h>
#include <string.h>

struct big {
  long words[40];
};

static int (*volatile f)(int);
static long (*volatile on_stack)(int, struct big, double, long, long, long, long, long, long, long, long);
static volatile int caught;

static void tell(void* arg) {
  char* text = gort_value_text(gort_recover());
  if (arg)
    puts(text);
  else
    __atomic_fetch_add(&caught, 1, __ATOMIC_RELAXED);
}
static void nothing(void* arg) {}

__attribute__((noinline)) static int calls(int x) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return 1;
  gort_defer(&frame, tell, (void*)(long)x);
  return f(x) + 2;
}

__attribute__((noinline)) static long calls_on_stack(double d) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return 1;
  gort_defer(&frame, tell, &frame);
  struct big b = {{1, 2, 3}};
  return on_stack(1, b, d, 1, 2, 3, 4, 5, 6, 7, 8) + 2;
}

__attribute__((noinline)) static int defers_it(void) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return 1;
  gort_defer(&frame, tell, &frame);
  gort_defer(&frame, nothing, NULL);
  gort_defer(&frame, (void (*)(void*))f, NULL);
  return 0;
}

__attribute__((noinline)) static int deep(int n) {
  volatile char room[500];
  room[0] = (char)n;
  int r = n ? deep(n - 1) + room[0] * 0 : 0;
  return calls(0) + r;
}

static void many(void* done) {
  for (int i = 0; i < 1000; i++) calls(0);
  gort_chan_send(done, NULL);
}

int main(int argc, char** argv) {
  if (argc > 1) {
    if (strcmp(argv[1], "far") == 0) f = (int (*)(int))16;
    return f(1) + 1;
  }
  if (calls(1) + calls_on_stack(2.5) + defers_it() != 3) return 3;
  gort_chan* done = gort_chan_make(0, 0);
  for (int i = 0; i < 8; i++) gort_go(many, done);
  for (int i = 0; i < 8; i++) gort_chan_recv(done, NULL);
  int goroutines = caught;
  printf("goroutines %d, depths %d\n", goroutines, deep(199));
}
