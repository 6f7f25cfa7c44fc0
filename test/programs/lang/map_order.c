// Iteration begins at a random entry, for small maps and big ones: over many iterations every entry of a small map comes first at some
// time, and two iterations over a big one seldom agree. NaN keys: each is an entry of its own, never found, and gone
// only after a clear.
// want stdout: small: 8 of 8 first
// want stdout: five: 5 of 5 first
// want stdout: big: order differs
// want stdout: NaN: 100 entries, found 0, after delete 100, iterated 100, after clear 0
// want stdout: NaN: of a map that grew and was cleared meanwhile 1
#include "lang.h"

int main(void) {
  type i64 = plain_type(8);
  i64.equal = &runtime_memequal64_f;
  map_type t = map_of(&i64, &i64, &runtime_memhash64_f, 0);
  for (int n = 8; n >= 5; n -= 3) {
    void* m = runtime_makemap_small();
    for (int i = 0; i < n; i++) runtime_mapassign_fast64(&t, m, (uint64_t)i);
    unsigned first = 0;
    for (int i = 0; i < 1000; i++) {
      map_iter it;
      runtime_mapIterStart(&t, m, &it);
      first |= 1u << *(int64_t*)it.key;
    }
    printf("%s: %d of %d first\n", n == 8 ? "small" : "five", __builtin_popcount(first), n);
  }
  void* m = runtime_makemap(&t, 5000, 0);
  for (int i = 0; i < 5000; i++) runtime_mapassign_fast64(&t, m, (uint64_t)i);
  int same = 0;
  for (int i = 0; i < 20; i++) {
    map_iter a, b;
    runtime_mapIterStart(&t, m, &a);
    runtime_mapIterStart(&t, m, &b);
    same += *(int64_t*)a.key == *(int64_t*)b.key;
  }
  printf("big: order %s\n", same < 10 ? "differs" : "is the same");

  map_type f = map_of(&runtime_type_float64, &i64, &runtime_f64hash_f, kNeedKeyUpdate);
  void* nans = runtime_makemap_small();
  double nan = __builtin_nan("");
  for (int i = 0; i < 100; i++) *(int64_t*)runtime_mapassign(&f, nans, &nan) = i;
  int entries = (int)runtime_maplen(nans), found = runtime_mapaccess2(&f, nans, &nan).ok;
  runtime_mapdelete(&f, nans, &nan);
  int after = (int)runtime_maplen(nans), iterated = 0;
  map_iter it;
  uint8_t seen[100] = {0};
  // The map grows meanwhile.
  for (runtime_mapIterStart(&f, nans, &it); it.key; runtime_mapIterNext(&it)) {
    int64_t v = *(int64_t*)it.elem;
    if (v < 100) iterated += !seen[v]++;
    if (v % 10 == 0)
      for (int k = 0; k < 40; k++) *(int64_t*)runtime_mapassign(&f, nans, &nan) = 1000;
  }
  runtime_mapclear(&f, nans);
  printf("NaN: %d entries, found %d, after delete %d, iterated %d, after clear %d\n", entries, found, after, iterated,
         (int)runtime_maplen(nans));

  // The old table still has them; the map does not.
  for (int i = 0; i < 14; i++) runtime_mapassign(&f, nans, &nan);
  int given = 0;
  for (runtime_mapIterStart(&f, nans, &it); it.key; runtime_mapIterNext(&it)) {
    if (given++ > 0) continue;
    for (int i = 0; i < 1000; i++) runtime_mapassign(&f, nans, &nan);
    runtime_mapclear(&f, nans);
  }
  printf("NaN: of a map that grew and was cleared meanwhile %d\n", given);
  return 0;
}
