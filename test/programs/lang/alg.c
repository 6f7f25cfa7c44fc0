// Equality and hash of values of every kind: what is equal has the same hash, what differs does not; floats, strings,
// structs with a blank field, arrays, interfaces. And the panics of types that cannot be compared.
// want stdout: floats 0 1 1 1 1
// want stdout: complex 1 0 1
// want stdout: strings 1 0 1 1
// want stdout: structs 1 0 0 1 1
// want stdout: arrays 1 0 1 1
// want stdout: interfaces 1 0 0 1 1 1
// want stdout: varlen 1 0 1
// run: -- hash
// want stderr~: \Apanic: runtime error: hash of unhashable type main\.A\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- equal
// want stderr~: \Apanic: runtime error: comparing uncomparable type \[\]int\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- field
// want stderr~: \Apanic: runtime error: comparing uncomparable type \[\]int\n\ngoroutine 1 \[running\]:
// want exit: 2
#include "lang.h"

static bool eq(const equal_func* f, const void* a, const void* b) { return f->fn(f, a, b); }
static uint64_t hash(const hash_func* f, const void* p) { return f->fn(f, p, 99); }

NAME(a_name, 1, "*main.A");
NAME(ints_name, 0, "*[]int");
NAME(point_name, 1, "*main.Point");
NAME(field_x, 1, "X");
NAME(field_blank, 0, "_");
NAME(field_s, 1, "S");
NAME(field_any, 1, "V");

typedef struct {
  int32_t x, blank;
  string s;
  interface v;
} point;
static field point_fields[] = {{&field_x.f, &runtime_type_int32, 0},
                               {&field_blank.f, &runtime_type_int32, 4},
                               {&field_s.f, &runtime_type_string, 8},
                               {&field_any.f, &runtime_type_any, 24}};
static struct {
  const void* code;
  const void* t;
} point_equal = {runtime_typeequal}, point_hash = {runtime_typehash_varlen}, array_equal = {runtime_typeequal},
  twelve_equal = {runtime_memequal_varlen, (void*)12}, twelve_hash = {runtime_memhash_varlen, (void*)12};
static struct_type point_type = {{40, 40, 1, kExtraStar | kNamed, 8, 8, kStruct, &point_equal}, 0, point_fields, 4, 4};
static array_type floats = {{24, 0, 2, 0, 8, 8, kArray, &array_equal}, &runtime_type_float64, 0, 3};
static slice_type ints = {{24, 8, 3, kExtraStar, 8, 8, kSlice}, &runtime_type_int};
static struct_type a_type = {{8, 8, 4, kExtraStar | kNamed, 8, 8, kStruct}, 0, 0, 0, 0};

int main(int argc, char** argv) {
  point_type.t.str = offset_to(&point_type, &point_name);
  ints.t.str = offset_to(&ints, &ints_name);
  a_type.t.str = offset_to(&a_type, &a_name);
  point_equal.t = point_hash.t = &point_type;
  array_equal.t = &floats;
  slice s1 = {0}, s2 = {0};
  interface no_a = {&a_type, &s1}, no_1 = {&ints, &s1}, no_2 = {&ints, &s2};
  if (argc > 1) {
    point p = {1, 2, S("a"), no_1}, q = {1, 2, S("a"), no_2};
    if (!strcmp(argv[1], "hash")) hash(&runtime_nilinterhash_f, &no_a);
    if (!strcmp(argv[1], "equal")) eq(&runtime_nilinterequal_f, &no_1, &no_2);
    if (!strcmp(argv[1], "field")) eq(point_type.t.equal, &p, &q);
    return 0;
  }

  double nan = __builtin_nan(""), zero = 0, minus = -0.0;
  float f = 1.5f, g = 1.5f;
  printf("floats %d %d %d %d %d\n", eq(&runtime_f64equal_f, &nan, &nan),
         hash(&runtime_f64hash_f, &nan) != hash(&runtime_f64hash_f, &nan), eq(&runtime_f64equal_f, &zero, &minus),
         hash(&runtime_f64hash_f, &zero) == hash(&runtime_f64hash_f, &minus),
         eq(&runtime_f32equal_f, &f, &g) && hash(&runtime_f32hash_f, &f) == hash(&runtime_f32hash_f, &g));

  double c[] = {0, 1}, d[] = {-0.0, 1}, e[] = {0, 2};
  printf("complex %d %d %d\n", eq(&runtime_c128equal_f, c, d), eq(&runtime_c128equal_f, c, e),
         hash(&runtime_c128hash_f, c) == hash(&runtime_c128hash_f, d) &&
             hash(&runtime_c128hash_f, c) != hash(&runtime_c128hash_f, e));

  char text[] = "a string of more than sixteen bytes";
  string x = S("a string of more than sixteen bytes"), y = {text, x.n}, z = {text, x.n - 1};
  printf("strings %d %d %d %d\n", eq(&runtime_strequal_f, &x, &y), eq(&runtime_strequal_f, &x, &z),
         hash(&runtime_strhash_f, &x) == hash(&runtime_strhash_f, &y),
         hash(&runtime_strhash_f, &x) != hash(&runtime_strhash_f, &z) &&
             hash(&runtime_strhash_f, &x) == runtime_memhash(text, 99, x.n));

  int64_t n1 = 7, n2 = 7, n3 = 8;
  interface i1 = {&runtime_type_int, &n1}, i2 = {&runtime_type_int, &n2}, i3 = {&runtime_type_int, &n3};
  point p = {1, 2, x, i1}, q = {1, 3, y, i2}, r = {1, 2, x, i3}, t = {1, 2, z, i1};
  const hash_func* ph = (const hash_func*)&point_hash;
  printf("structs %d %d %d %d %d\n", eq(point_type.t.equal, &p, &q), eq(point_type.t.equal, &p, &r),
         eq(point_type.t.equal, &p, &t), hash(ph, &p) == hash(ph, &q) && hash(ph, &p) != hash(ph, &r),
         hash(ph, &p) == runtime_typehash(&point_type.t, &q, 99));

  double v[] = {1, 0, 3}, w[] = {1, -0.0, 3}, u[] = {1, 0, 4};
  printf("arrays %d %d %d %d\n", eq(floats.t.equal, v, w), eq(floats.t.equal, v, u),
         runtime_typehash(&floats.t, v, 5) == runtime_typehash(&floats.t, w, 5),
         runtime_typehash(&floats.t, v, 5) != runtime_typehash(&floats.t, u, 5));

  interface nil = {0, 0}, pp = {&point_type, &p}, pq = {&point_type, &q};
  interface direct = {&runtime_type_ptr_int, &n1}, direct2 = {&runtime_type_ptr_int, &n2};
  printf("interfaces %d %d %d %d %d %d\n", eq(&runtime_nilinterequal_f, &i1, &i2),
         eq(&runtime_nilinterequal_f, &i1, &i3), eq(&runtime_nilinterequal_f, &direct, &direct2),
         eq(&runtime_nilinterequal_f, &nil, &nil) && !eq(&runtime_nilinterequal_f, &nil, &i1),
         eq(&runtime_nilinterequal_f, &pp, &pq) &&
             hash(&runtime_nilinterhash_f, &pp) == hash(&runtime_nilinterhash_f, &pq),
         hash(&runtime_nilinterhash_f, &i1) == hash(&runtime_nilinterhash_f, &i2) &&
             hash(&runtime_nilinterhash_f, &direct) != hash(&runtime_nilinterhash_f, &direct2));

  int32_t a[] = {1, 2, 3}, b[] = {1, 2, 3}, k[] = {1, 2, 4};
  const equal_func* e12 = (const equal_func*)&twelve_equal;
  const hash_func* h12 = (const hash_func*)&twelve_hash;
  printf("varlen %d %d %d\n", eq(e12, a, b), eq(e12, a, k),
         hash(h12, a) == hash(h12, b) && hash(h12, a) != hash(h12, k));
  return 0;
}
