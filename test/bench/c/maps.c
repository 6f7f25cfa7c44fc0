// maps: insert, look up, range over and delete 4,000,000 ints; count 1,000,000 strings; 2,000,000 maps of five ints
// that do not leave their function. The runtime's functions as a front end calls them, as Go's compiler does for the
// same program: with a small map in the function's frame.
#include "../../programs/lang/lang.h"
#include "bench.h"

static map_type ints, strings;

__attribute__((noinline)) static int64_t small(int64_t n) {
  uint64_t record[6] = {0}, group[17] = {0x8080808080808080};
  record[2] = (uint64_t)group;
  void* m = runtime_makemap(&ints, 0, record);
  for (int64_t i = 0; i < 5; i++) *(int64_t*)runtime_mapassign_fast64(&ints, m, n * i) = i;
  int64_t s = runtime_maplen(m);
  for (int64_t i = 0; i < 5; i++) s += *(int64_t*)runtime_mapaccess1_fast64(&ints, m, n * i);
  return s;
}

int main(void) {
  ints = map_of(&runtime_type_int, &runtime_type_int, &runtime_memhash64_f, 0);
  strings = map_of(&runtime_type_string, &runtime_type_int, &runtime_strhash_f, kNeedKeyUpdate);
  const int64_t n = 4000000;
  int64_t t = now_ns();
  void* m = runtime_makemap_small();
  for (int64_t i = 0; i < n; i++) *(int64_t*)runtime_mapassign_fast64(&ints, m, i * 7919) = i;
  report("map_insert", (double)(now_ns() - t) / n, "ns/op");
  t = now_ns();
  int64_t s = 0;
  for (int64_t i = 0; i < n; i++) s += *(int64_t*)runtime_mapaccess1_fast64(&ints, m, i * 7919);
  report("map_lookup", (double)(now_ns() - t) / n, "ns/op");
  t = now_ns();
  map_iter it;
  for (runtime_mapIterStart(&ints, m, &it); it.key; runtime_mapIterNext(&it)) {
    s -= *(int64_t*)it.elem;
    if (*(int64_t*)it.key < 0) gort_throw("maps: key");
  }
  report("map_range", (double)(now_ns() - t) / n, "ns/op");
  if (s != 0) gort_throw("maps: sum");
  t = now_ns();
  for (int64_t i = 0; i < n; i++) runtime_mapdelete_fast64(&ints, m, i * 7919);
  report("map_delete", (double)(now_ns() - t) / n, "ns/op");
  if (runtime_maplen(m) != 0) gort_throw("maps: not empty");
  char buf[8];
  void* w = runtime_makemap_small();
  t = now_ns();
  for (int i = 0; i < 2000000; i++) {
    uint32_t x = (uint32_t)(i % 1000000) * 2654435761u;
    for (int j = 0; j < 8; j++) buf[j] = (char)('a' + (x >> (4 * j) & 15));
    string key = runtime_slicebytetostring(0, buf, 8);
    ++*(int64_t*)runtime_mapassign_faststr(&strings, w, key.p, key.n);
  }
  report("map_string", (double)(now_ns() - t) / 2000000, "ns/op");
  t = now_ns();
  s = 0;
  for (int64_t i = 1; i <= 2000000; i++) s += small(i);
  report("map_small", (double)(now_ns() - t) / 2000000, "ns/map");
  if (s != 2000000 * 15) gort_throw("maps: small");
  return 0;
}
