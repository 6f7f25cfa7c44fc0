// Maps through gort.h: keys of 4, 8, 3 and 200 bytes and C strings; walking while the map changes; many readers at once.
// want stdout: int 1000 499500 none 1
// want stdout: string 3 apple=2 pear=1 plum=1 copied 1
// want stdout: large 50 ok
// want stdout: struct 300 ok, aligned 1
// want stdout: walked 500 of 1000, left 500
// want stdout: set 1 0, cleared 0
// want stdout: readers 0 wrong
// run: -- size
// want stderr~: \Afatal error: gort_map_new: size of keys out of range\n
// want exit: 2
#include <gort/gort.h>
#include <stdio.h>
#include <string.h>

static gort_map* shared;
static _Atomic int wrong, readers = 8;

static void read_all(void* arg) {
  for (int round = 0; round < 20; round++)
    for (int k = 0; k < 1000; k++) {
      int* v = gort_map_get(shared, &k);
      if (!v || *v != k) wrong++;
    }
  gort_map_iter it;
  int n = 0;
  for (gort_map_first(shared, &it); it.key; gort_map_next(&it)) n++;
  if (n != 1000) wrong++;
  readers--;
}

int main(int argc, char** argv) {
  if (argc > 1) gort_map_new(0, 8);
  gort_map* ints = gort_map_new(sizeof(int), sizeof(int));
  long sum = 0;
  for (int k = 0; k < 1000; k++) *(int*)gort_map_put(ints, &k) = k;
  gort_map_iter it;
  for (gort_map_first(ints, &it); it.key; gort_map_next(&it)) sum += *(int*)it.elem;
  int absent = 1000;
  printf("int %d %ld none %d\n", (int)gort_map_len(ints), sum, !gort_map_get(ints, &absent));

  gort_map* words = gort_map_new_strings(sizeof(int64_t));
  char buf[16];
  const char* text[] = {"apple", "pear", "apple", "plum"};
  for (int i = 0; i < 4; i++) {
    strcpy(buf, text[i]);
    ++*(int64_t*)gort_map_put(words, buf);
  }
  strcpy(buf, "other");
  int64_t* apple = gort_map_get(words, "apple");
  int copied = 0;
  for (gort_map_first(words, &it); it.key; gort_map_next(&it)) copied += !strcmp(it.key, "plum");
  printf("string %d apple=%d pear=%d plum=%d copied %d\n", (int)gort_map_len(words), (int)*apple,
         (int)*(int64_t*)gort_map_get(words, "pear"), (int)*(int64_t*)gort_map_get(words, "plum"), copied);

  gort_map* large = gort_map_new(200, 300);
  char key[200] = {0};
  int good = 1;
  for (int i = 0; i < 50; i++) {
    key[199] = (char)i;
    char* e = gort_map_put(large, key);
    good &= e[0] == 0 && e[299] == 0;
    e[299] = (char)i;
  }
  for (int i = 0; i < 50; i++) {
    key[199] = (char)i;
    good &= ((char*)gort_map_get(large, key))[299] == i;
  }
  printf("large %d %s\n", (int)gort_map_len(large), good ? "ok" : "wrong");

  struct {
    double x;
    char c[20];
  } value;
  gort_map* odd = gort_map_new(3, sizeof value);
  int aligned = 1;
  good = 1;
  for (int i = 0; i < 300; i++) {
    memset(&value, 0, sizeof value);
    value.x = i;
    aligned &= (uintptr_t)gort_map_put(odd, &(char[3]){(char)i, (char)(i >> 8), 7}) % 8 == 0;
    memcpy(gort_map_put(odd, &(char[3]){(char)i, (char)(i >> 8), 7}), &value, sizeof value);
  }
  for (int i = 0; i < 300; i++) {
    memcpy(&value, gort_map_get(odd, &(char[3]){(char)i, (char)(i >> 8), 7}), sizeof value);
    good &= value.x == i;
  }
  printf("struct %d %s, aligned %d\n", (int)gort_map_len(odd), good ? "ok" : "wrong", aligned);

  // Every key that comes takes another one out.
  int walked = 0;
  for (gort_map_first(ints, &it); it.key; gort_map_next(&it)) {
    int other = *(const int*)it.key ^ 1;
    walked++;
    gort_map_delete(ints, &other);
  }
  printf("walked %d of 1000, left %d\n", walked, (int)gort_map_len(ints));

  gort_map* set = gort_map_new(8, 0);
  int64_t one = 1, two = 2;
  gort_map_put(set, &one);
  int in = gort_map_get(set, &one) != 0, out = gort_map_get(set, &two) != 0;
  gort_map_clear(set);
  printf("set %d %d, cleared %d\n", in, out, (int)gort_map_len(set));

  shared = gort_map_new(4, 4);
  for (int k = 0; k < 1000; k++) *(int*)gort_map_put(shared, &k) = k;
  for (int i = 0; i < 8; i++) gort_go(read_all, 0);
  while (readers) gort_yield();
  printf("readers %d wrong\n", wrong);
  return 0;
}
