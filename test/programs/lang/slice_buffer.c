// A slice that grows in a buffer of the frame as long as it has room there, and moves out of it when it leaves: capacities are
// Go 1.26's. Bytes beyond the length are zero. A string that is the bytes themselves.
// want stdout: 1 2 3 4 8 8 8 8 16 16
// want stdout: 2 2 5 5 5 8 8 8 10 10 21 21 21 21
// want stdout: 0/0 0/0 0/0, 1/1 1/2 1/1, 2/2 2/2 2/2, 3/3 3/5 3/3, 4/4 4/5 4/4, 5/6 5/5 5/6, 6/6 6/8 6/6, 7/8 7/8 7/8,
// want stdout: 3/9 kept 1 zero 1, same 1 no buffer 1, nil 1
// want stdout: abX 3
#include "lang.h"

static void grow(type et, int n) {
  char buf[32];
  memset(buf, 0xee, sizeof buf);
  slice s = {0, 0, 0};
  for (int i = 0; i < n; i++) {
    if (s.len == s.cap)
      runtime_growsliceBuf(&s, s.p, s.len + 1, s.cap, 1, &et, buf, 32 / et.size);
    else
      s.len++;
    memset((char*)s.p + i * et.size, i + 1, et.size);
    printf("%s%d", i ? " " : "", (int)s.cap);
    for (uint64_t k = 0; k < s.cap * et.size; k++)
      if (((uint8_t*)s.p)[k] != (k / et.size <= (uint64_t)i ? k / et.size + 1 : 0)) abort();
  }
  printf("\n");
}

int main(void) {
  type i64 = plain_type(8), three = plain_type(3), ptr = pointer_type(8, 8), none = plain_type(0);
  grow(i64, 10);
  grow(three, 14);

  int64_t words[8] = {1, 2, 3, 4, 5, 6, 7, 8};
  for (int i = 0; i < 8; i++) {
    slice s, t, p;
    runtime_moveSliceNoCapNoScan(&s, 8, words, i);
    runtime_moveSliceNoCapNoScan(&t, 3, words, i);
    runtime_moveSliceNoCap(&p, &ptr, words, i);
    if (memcmp(s.p, words, 8 * i) || memcmp(t.p, words, 3 * i) || memcmp(p.p, words, 8 * i)) abort();
    printf("%d/%d %d/%d %d/%d,%s", (int)s.len, (int)s.cap, (int)t.len, (int)t.cap, (int)p.len, (int)p.cap,
           i < 7 ? " " : "\n");
  }

  slice s, t, u, v;
  int64_t nine[9] = {1, 2, 3, 0, 0, 0, 0, 0, 0};
  runtime_moveSlice(&s, &ptr, nine, 3, 9);
  runtime_moveSliceNoScan(&t, 8, nine, 3, 9);
  runtime_moveSlice(&u, &none, nine, 3, 9);
  runtime_growsliceBuf(&v, 0, 5, 0, 5, &none, nine, 9);
  int same = u.p == v.p && u.cap == 9 && v.cap == 5;
  runtime_moveSlice(&u, &ptr, 0, 0, 0);
  printf("%d/%d kept %d zero %d, same %d no buffer %d, nil %d\n", (int)s.len, (int)s.cap, !memcmp(s.p, nine, 72),
         !memcmp(t.p, nine, 72), same, s.p != (void*)nine, u.p == 0);

  char bytes[] = "abc";
  string str = runtime_slicebytetostringtmp(bytes, 3);
  bytes[2] = 'X';
  printf("%.3s %d\n", str.p, (int)str.n);
  return 0;
}
