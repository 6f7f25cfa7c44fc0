// defers: a deferred call on the plain path, a deferred call in a loop, and panic with recover. See go/defers.go.
#include <gort/gort.h>
#include <stdlib.h>

#include "bench.h"

enum { PLAIN = 20000000, LOOPS = 100, IN_LOOP = 20000, PANICS = 1000000 };

static int64_t x;
static void inc(void* arg) { x++; }

static void inc_fv(void* self) { x++; }
static void* const closure[] = {inc_fv};

// As a compiler would emit it, and as Go's does: a record that stays in the frame, linked where the defer statement
// stands, and at the end of the body unlinked, the call made directly.
__attribute__((noinline)) static void plain(void) {
  gort_frame frame;
  struct {
    void* link;
    const void* fn;
  } record;
  if (!gort_enter(&frame)) {
    record.link = frame.words[11];
    record.fn = closure;
    frame.words[11] = &record;
    x++;
    frame.words[11] = record.link;
    inc_fv(NULL);
  }
  gort_leave(&frame);
}

// As C has it.
__attribute__((noinline)) static void in_c(void) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  gort_defer(&frame, inc, NULL);
  x++;
}

__attribute__((noinline)) static void loop(int n) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  for (int i = 0; i < n; i++) gort_defer(&frame, inc, NULL);
}

static int64_t int_type;  // a type's address is all that is needed of it
__attribute__((noinline)) static void thrower(int64_t i) {
  int64_t* value = gort_alloc_noscan(sizeof *value);
  *value = i;
  gort_panic_value((gort_value){&int_type, value});
}
static void recoverer(void* arg) { *(int64_t*)arg = *(int64_t*)gort_recover().data; }
__attribute__((noinline)) static int64_t catcher(int64_t i) {
  int64_t volatile r = -1;
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return r;
  gort_defer(&frame, recoverer, (void*)&r);
  thrower(i);
  return r;
}

int main(void) {
  int64_t t = now_ns();
  for (int i = 0; i < PLAIN; i++) plain();
  report("defer_plain", (double)(now_ns() - t) * 1000 / PLAIN, "ps/call");
  t = now_ns();
  for (int i = 0; i < PLAIN; i++) in_c();
  report("defer_in_c", (double)(now_ns() - t) * 1000 / PLAIN, "ps/call");
  t = now_ns();
  for (int i = 0; i < LOOPS; i++) loop(IN_LOOP);
  report("defer_loop", (double)(now_ns() - t) * 1000 / (LOOPS * IN_LOOP), "ps/defer");
  t = now_ns();
  for (int64_t i = 0; i < PANICS; i++)
    if (catcher(i) != i) abort();
  report("panic_recover", (double)(now_ns() - t) / PANICS, "ns/panic");
  if (x != 4 * PLAIN + LOOPS * IN_LOOP) abort();
}
