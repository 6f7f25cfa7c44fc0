// append's capacities for elements of several sizes, with and without pointers, are those that Go 1.26 prints; make, copy,
// and objects of no size.
// want stdout: 8 16 32 64 128 256 512 896 1408 2048 3072 4096 5376
// want stdout: 1 2 4 8 16 32 64 128 256 512 848 1280 1792 2560 3408
// want stdout: 1 2 4 8 16 32 64 143 287 607 1023 1535 2303 3071
// want stdout: 1 2 4 8 16 32 64 128 256 512 853 1365
// want stdout: 2 5 10 21 42 85 170 341 682 1066
// want stdout: 1 2 4 8 16 32 71 143 303 591
// want stdout: 6 12
// want stdout: 1 1 1 7 7
// want stdout: 3 abcde 2 ababc 0
// want stdout: 0 12 0
#include "lang.h"

static void caps(type et, int n) {
  slice s = {0, 0, 0};
  char element[24];
  for (int i = 0; i < n; i++) {
    memset(element, i, sizeof element);
    if (s.len == s.cap) {
      runtime_growslice(&s, s.p, s.len + 1, s.cap, 1, &et);
      printf("%s%d", i ? " " : "", (int)s.cap);
    } else {
      s.len++;
    }
    memcpy((char*)s.p + i * et.size, element, et.size);
  }
  printf("\n");
  for (int i = 0; i < n; i++)
    for (uint64_t k = 0; k < et.size; k++)
      if (((uint8_t*)s.p)[i * et.size + k] != (uint8_t)i) abort();
  for (uint64_t k = n * et.size; k < s.cap * et.size; k++)
    if (((uint8_t*)s.p)[k]) abort();
}

int main(void) {
  caps(plain_type(1), 5000);
  caps(plain_type(8), 3000);
  caps(pointer_type(8, 8), 3000);
  caps(plain_type(24), 1000);
  caps(plain_type(3), 1000);
  caps(pointer_type(16, 8), 500);
  type i64 = plain_type(8), none = plain_type(0);
  slice s;
  runtime_growslice(&s, 0, 5, 0, 5, &i64);
  int first = (int)s.cap;
  runtime_growslice(&s, s.p, 11, 5, 6, &i64);
  printf("%d %d\n", first, (int)s.cap);
  runtime_growslice(&s, 0, 7, 0, 7, &none);
  printf("%d %d %d %d %d\n", runtime_newobject(&none) == s.p, runtime_makeslice(&none, 3, 9) == s.p,
         runtime_newarray(&none, 1ll << 60) == s.p, (int)s.len, (int)s.cap);
  char text[] = "abcde";
  int64_t n = runtime_slicecopy(text, 3, "abcde", 5, 1);
  int64_t overlap = runtime_slicecopy(text + 2, 2, text, 5, 1);
  char* c;
  text[4] = 'c';
  c = text;
  printf("%d abcde %d %s %d\n", (int)n, (int)overlap, c, (int)runtime_slicecopy(text, 0, text, 5, 1));
  int64_t from[] = {5, 7};
  int64_t* to = runtime_makeslicecopy(&i64, 4, 2, from);
  printf("%d %d %d\n", (int)(to[2] + to[3]), (int)(to[0] + to[1]), (int)((int64_t*)runtime_makeslice(&i64, 2, 4))[3]);
  return 0;
}
