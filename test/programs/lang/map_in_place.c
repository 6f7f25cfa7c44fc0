// Small maps in the memory of whoever uses them: up to 8 keys lie there, with more the map goes on elsewhere. From C, and as
// a front end makes them, with the record and the first group in a frame.
// want stdout: sizes 0 wrong
// want stdout: grown 100, first keys 8 of 8, in place 0
// want stdout: no group: 3 keys, in place 0
// want stdout: cleared 0, then 8 in place 8
// want stdout: front end 8 in place 8, then 9 with sum 36
// want stdout: goroutines 0 wrong
// run: -- little
// want stderr~: \Afatal error: gort_map_init: too little memory\n
// want exit: 2
#include <gort/gort.h>

#include "lang.h"

static const map_type ints = {{8, 8}, &runtime_type_int, &runtime_type_int, 0, &runtime_memhash64_f, 136, 16, 8, 0};

static int in(const void* p, const void* memory, size_t n) {
  return (const char*)p >= (const char*)memory && (const char*)p < (const char*)memory + n;
}

// 8 keys of key_size bytes: all lie in the map's memory unless they or the elements are large.
static int wrong_with(int key_size, int elem_size) {
  enum { MOST = GORT_MAP_BYTES(128, 128) };
  _Alignas(8) char memory[MOST + 64];
  int64_t bytes = GORT_MAP_BYTES(key_size, elem_size);
  memset(memory, 0xee, sizeof memory);
  gort_map* m = gort_map_init(memory, bytes, key_size, elem_size);
  char key[200] = {0}, elem[200];
  int wrong = 0;
  for (int i = 0; i < 8; i++) {
    key[key_size - 1] = key[0] = (char)i;
    char* e = gort_map_put(m, key);
    wrong += elem_size > 0 && elem_size <= 128 && !in(e, memory, bytes);
    memset(e, i, elem_size);
  }
  for (int i = 0; i < 8; i++) {
    key[key_size - 1] = key[0] = (char)i;
    memset(elem, i, sizeof elem);
    char* e = gort_map_get(m, key);
    wrong += !e || memcmp(e, elem, elem_size);
  }
  for (int64_t i = bytes; i < (int64_t)sizeof memory; i++) wrong += memory[i] != (char)0xee;
  return wrong;
}

static int wrongs;
static void many(void* done) {
  for (int round = 0; round < 300; round++) {
    _Alignas(8) char memory[GORT_MAP_BYTES(8, 8)];
    gort_map* m = gort_map_init(memory, sizeof memory, 8, 8);
    int n = round % 20;
    for (int64_t i = 0; i < n; i++) *(int64_t*)gort_map_put(m, &i) = i * round;
    int64_t sum = 0;
    gort_map_iter it;
    for (gort_map_first(m, &it); it.key; gort_map_next(&it)) sum += *(int64_t*)it.elem;
    if (sum != n * (n - 1) / 2 * round) __atomic_fetch_add(&wrongs, 1, __ATOMIC_RELAXED);
  }
  gort_chan_send(done, NULL);
}

int main(int argc, char** argv) {
  _Alignas(8) char memory[GORT_MAP_BYTES(sizeof(int), sizeof(int64_t))];
  if (argc > 1) gort_map_init(memory, 100, 4, 4);

  int sizes[] = {1, 3, 4, 7, 8, 9, 16, 24, 100, 128, 129, 200}, wrong = 0;
  for (int k = 0; k < 12; k++) {
    wrong += wrong_with(sizes[k], 0);
    for (int e = 0; e < 12; e++) wrong += wrong_with(sizes[k], sizes[e]);
  }
  printf("sizes %d wrong\n", wrong);

  gort_map* m = gort_map_init(memory, sizeof memory, sizeof(int), sizeof(int64_t));
  for (int i = 0; i < 100; i++) *(int64_t*)gort_map_put(m, &i) = i;
  memset(memory + 296, 0xee, sizeof memory - 296);
  int kept = 0, inside = 0;
  for (int i = 0; i < 100; i++) {
    int64_t* e = gort_map_get(m, &i);
    kept += i < 8 && *e == i;
    inside += in(e, memory, sizeof memory);
  }
  printf("grown %d, first keys %d of 8, in place %d\n", (int)gort_map_len(m), kept, inside);

  m = gort_map_init(memory, 296, sizeof(int), sizeof(int64_t));
  for (int i = 0; i < 3; i++) *(int64_t*)gort_map_put(m, &i) = i;
  int one = 1;
  printf("no group: %d keys, in place %d\n", (int)gort_map_len(m), in(gort_map_get(m, &one), memory, sizeof memory));

  m = gort_map_init(memory, sizeof memory, sizeof(int), sizeof(int64_t));
  for (int i = 0; i < 8; i++) gort_map_put(m, &i);
  gort_map_clear(m);
  int cleared = (int)gort_map_len(m);
  inside = 0;
  for (int i = 8; i < 16; i++) inside += in(gort_map_put(m, &i), memory, sizeof memory);
  printf("cleared %d, then %d in place %d\n", cleared, (int)gort_map_len(m), inside);

  uint64_t record[6] = {0}, group[17] = {0x8080808080808080};
  record[2] = (uint64_t)group;
  void* f = runtime_makemap(&ints, 0, record);
  inside = 0;
  for (int64_t i = 0; i < 8; i++) {
    int64_t* e = runtime_mapassign_fast64(&ints, f, i);
    *e = i;
    inside += in(e, group, sizeof group);
  }
  int before = (int)record[0];
  *(int64_t*)runtime_mapassign_fast64(&ints, f, 8) = 8;
  memset(group, 0xee, sizeof group);
  int64_t sum = 0;
  for (int64_t i = 0; i < 9; i++) sum += *(int64_t*)runtime_mapaccess1_fast64(&ints, f, i);
  printf("front end %d in place %d, then %d with sum %d\n", before, inside, (int)record[0], (int)sum);

  gort_chan* done = gort_chan_make(0, 0);
  for (int i = 0; i < 10; i++) gort_go(many, done);
  for (int i = 0; i < 10; i++) gort_chan_recv(done, NULL);
  printf("goroutines %d wrong\n", wrongs);
  return 0;
}
