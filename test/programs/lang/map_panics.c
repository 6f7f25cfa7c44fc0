// What maps end a program with. Concurrent use is shown by one goroutine: an equality function of the program's, which the
// runtime calls while it writes, uses the map again.
// run: -- nil
// want stderr~: \Apanic: assignment to entry in nil map\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- assign
// want stderr~: \Apanic: runtime error: hash of unhashable type main\.A\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- read_empty
// want stderr~: \Apanic: hash of unhashable type: main\.A\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- read_nil
// want stderr~: \Apanic: hash of unhashable type: main\.A\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- delete_empty
// want stderr~: \Apanic: hash of unhashable type: main\.A\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- writes
// want stderr~: \Afatal error: concurrent map writes\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- delete
// want stderr~: \Afatal error: concurrent map writes\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- clear
// want stderr~: \Afatal error: concurrent map writes\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- read
// want stderr~: \Afatal error: concurrent map read and map write\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- iterate
// want stderr~: \Afatal error: concurrent map iteration and map write\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- fine
// want stdout: 0 0 0
#include "lang.h"

NAME(a_name, 1, "*main.A");
static struct_type a = {{8, 8, 4, kExtraStar | kNamed, 8, 8, kStruct}, 0, 0, 0, 0};
static map_type any_map, int_map;
static void* m;
static map_iter it;
static const char* then = "";

static bool meddling_equal(const equal_func* f, const void* x, const void* y) {
  int64_t key = 5;
  if (!strcmp(then, "writes")) runtime_mapassign(&int_map, m, &key);
  if (!strcmp(then, "delete")) runtime_mapdelete(&int_map, m, &key);
  if (!strcmp(then, "clear")) runtime_mapclear(&int_map, m);
  if (!strcmp(then, "read")) runtime_mapaccess1(&int_map, m, &key);
  if (!strcmp(then, "iterate")) runtime_mapIterNext(&it);
  return *(int64_t*)x == *(int64_t*)y;
}
static const equal_func meddler = {meddling_equal};

int main(int argc, char** argv) {
  a.t.str = offset_to(&a, &a_name);
  any_map = map_of(&runtime_type_any, &runtime_type_int, &runtime_nilinterhash_f, kNeedKeyUpdate | kHashMightPanic);
  slice s = {0};
  interface key = {&a, &s};
  int64_t k = 1;
  if (!strcmp(argv[1], "nil")) runtime_mapassign_fast64(&int_map, 0, 1);
  if (!strcmp(argv[1], "assign")) runtime_mapassign(&any_map, runtime_makemap_small(), &key);
  if (!strcmp(argv[1], "read_empty")) runtime_mapaccess1(&any_map, runtime_makemap_small(), &key);
  if (!strcmp(argv[1], "read_nil")) runtime_mapaccess2(&any_map, 0, &key);
  if (!strcmp(argv[1], "delete_empty")) runtime_mapdelete(&any_map, 0, &key);
  type meddled = runtime_type_int;
  meddled.equal = &meddler;
  int_map = map_of(&meddled, &runtime_type_int, &runtime_memhash64_f, 0);
  m = runtime_makemap(&int_map, 0, 0);
  *(int64_t*)runtime_mapassign(&int_map, m, &k) = 1;
  runtime_mapIterStart(&int_map, m, &it);
  then = argv[1];
  runtime_mapassign(&int_map, m, &k);
  // What is nil or not there reads as zeros, and can be deleted and cleared.
  runtime_mapdelete_faststr(&any_map, 0, "x", 1);
  runtime_mapclear(&any_map, 0);
  runtime_mapIterStart(&any_map, 0, &it);
  printf("%d %d %d\n", *(int*)runtime_mapaccess1_fast64(&int_map, 0, 1),
         *(int*)runtime_mapaccess1(&any_map, 0, &(interface){0}), it.key != 0);
  return 0;
}
