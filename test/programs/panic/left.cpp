// Functions that defer and are left by longjmp, by an exception, by an exception out of a deferred function: what they
// had deferred is dropped, and panics of others find what is really there.
// want stdout: longjmp: 1
// want stdout: recovered after longjmp
// want stdout: longjmp out of a panic
// want stdout: recovered after longjmp out of a panic
// want stdout: exception
// want stdout: recovered after exception
// want stdout: exception out of a panic
// want stdout: recovered after exception out of a panic
// want stdout: cleanup ran
// want stdout: exception with cleanup
// want stdout: builtin: 1
// want stdout: recovered after builtin
#include <gort/gort.h>
#include <setjmp.h>

#include <cstdio>

namespace {
jmp_buf out;
void* out_builtin[5];

void never(void*) { puts("a dropped call was made"); }
void say(void* text) {
  gort_recover();
  printf("recovered after %s\n", static_cast<const char*>(text));
}
// A panic that must find `say` and nothing else.
[[gnu::noinline]] void panics(const char* text) {
  gort_frame frame;
  if (!gort_enter(&frame)) {
    gort_defer(&frame, say, const_cast<char*>(text));
    gort_panic("x");
  }
  gort_leave(&frame);
}

// Without GORT_FRAME: nothing of C++ cleans up.
[[gnu::noinline]] void deferring(int depth, void (*then)()) {
  gort_frame frame;
  gort_enter(&frame);
  gort_defer(&frame, never, nullptr);
  gort_defer(&frame, never, nullptr);
  if (depth > 0)
    deferring(depth - 1, then);
  else
    then();
  gort_leave(&frame);
}
void jump() { longjmp(out, 1); }
void jump_builtin() { __builtin_longjmp(out_builtin, 1); }
void throws() { throw 1; }

void jumps(void*) { longjmp(out, 1); }
void throwing(void*) { throw 2; }
[[gnu::noinline]] void panic_with(void (*deferred)(void*)) {
  gort_frame frame;
  gort_enter(&frame);
  gort_defer(&frame, never, nullptr);
  gort_defer(&frame, deferred, nullptr);
  gort_panic("y");
}
void cleanup(void*) { puts("cleanup ran"); }
[[gnu::noinline]] void cleaning() {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  gort_defer(&frame, cleanup, nullptr);
  throw 3;
}
}  // namespace

int main() {
  setvbuf(stdout, nullptr, _IOLBF, 0);
  if (int r = setjmp(out))
    printf("longjmp: %d\n", r);
  else
    deferring(50, jump);
  panics("longjmp");
  if (setjmp(out))
    puts("longjmp out of a panic");
  else
    panic_with(jumps);
  panics("longjmp out of a panic");
  try {
    deferring(50, throws);
  } catch (int) {
    puts("exception");
  }
  panics("exception");
  try {
    panic_with(throwing);
  } catch (int) {
    puts("exception out of a panic");
  }
  panics("exception out of a panic");
  try {
    cleaning();
  } catch (int) {
    puts("exception with cleanup");
  }
  if (__builtin_setjmp(out_builtin))
    puts("builtin: 1");
  else
    deferring(50, jump_builtin);
  panics("builtin");
}
