// strings: concatenation, conversions, boxing of integers, append, runes, by the runtime's functions as a front end
// calls them.
#include "../../programs/lang/lang.h"
#include "bench.h"

static const char *s1 = "hello, ", *s2 = "wörld of strings";
static volatile string s3;
static void* volatile boxed;
static volatile slice ints;

int main(void) {
  const int64_t n = 5000000;
  int64_t t = now_ns();
  for (int64_t i = 0; i < n; i++) {
    string s = runtime_concatstring2(0, s1, 7, s2, 17);
    s3.p = s.p;
    s3.n = s.n;
  }
  report("concat", (double)(now_ns() - t) / n, "ns/op");
  t = now_ns();
  for (int64_t i = 0; i < n; i++) boxed = runtime_convT64((uint64_t)i);
  report("box_int", (double)(now_ns() - t) / n, "ns/op");
  t = now_ns();
  for (int64_t i = 0; i < n; i++) {
    string s = runtime_slicebytetostring(0, "12345678", 8);
    s3.p = s.p;
    s3.n = s.n;
  }
  report("from_bytes", (double)(now_ns() - t) / n, "ns/op");
  t = now_ns();
  for (int64_t r = 0; r < n / 100; r++) {
    slice s = {0, 0, 0};
    for (int64_t i = 0; i < 100; i++) {
      if (s.len == s.cap)
        runtime_growslice(&s, s.p, s.len + 1, s.cap, 1, &runtime_type_int);
      else
        s.len++;
      ((int64_t*)s.p)[i] = i;
    }
    ints.p = s.p;
  }
  report("append", (double)(now_ns() - t) / n, "ns/op");
  t = now_ns();
  int64_t runes = 0;
  for (int64_t i = 0; i < n; i++) runes += runtime_countrunes(s2, 17);
  report("runes", (double)(now_ns() - t) / n, "ns/op");
  if (runes != 16 * n) gort_throw("strings: runes");
  return 0;
}
