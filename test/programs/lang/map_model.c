// Maps against a model: random insertions, updates, deletions, clears, look-ups and iterations on maps of all kinds of keys and
// elements, with keys from a small range, so that all of these meet the same keys. The model is an array over the range.
// An iteration during which the map changes must give every entry that stays exactly once, none twice, and none that was
// deleted before it was reached.
// want stdout: int64 ok
// want stdout: int32 ok
// want stdout: string ok
// want stdout: any key int64 ok
// want stdout: large key ok
// want stdout: large elem ok
// want stdout: both large ok
// want stdout: float64 ok
// want stdout: small key ok
#include "lang.h"

enum { kRange = 6000 };

static uint64_t state = 88172645463325252u;
static uint64_t next(void) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return state * 0x2545f4914f6cdd1d;
}

typedef struct kind {
  const char* name;
  map_type t;
  int range;
  void (*make_key)(int n, void* key);
  int (*number)(const void* key);
  bool fast;
} kind;

// The functions for the kind of key, or the general ones.
static lookup get(kind* k, void* m, const void* key) {
  if (k->fast && k->t.key->size == 8) return runtime_mapaccess2_fast64(&k->t, m, *(uint64_t*)key);
  if (k->fast && k->t.key->size == 4) return runtime_mapaccess2_fast32(&k->t, m, *(uint32_t*)key);
  if (k->fast) return runtime_mapaccess2_faststr(&k->t, m, ((string*)key)->p, ((string*)key)->n);
  return runtime_mapaccess2(&k->t, m, key);
}
static void* put(kind* k, void* m, const void* key) {
  if (k->fast && k->t.key->size == 8) return runtime_mapassign_fast64(&k->t, m, *(uint64_t*)key);
  if (k->fast && k->t.key->size == 4) return runtime_mapassign_fast32(&k->t, m, *(uint32_t*)key);
  if (k->fast) return runtime_mapassign_faststr(&k->t, m, ((string*)key)->p, ((string*)key)->n);
  return runtime_mapassign(&k->t, m, key);
}
static void delete(kind* k, void* m, const void* key) {
  if (k->fast && k->t.key->size == 8) return runtime_mapdelete_fast64(&k->t, m, *(uint64_t*)key);
  if (k->fast && k->t.key->size == 4) return runtime_mapdelete_fast32(&k->t, m, *(uint32_t*)key);
  if (k->fast) return runtime_mapdelete_faststr(&k->t, m, ((string*)key)->p, ((string*)key)->n);
  runtime_mapdelete(&k->t, m, key);
}

static void fail(kind* k, const char* what, int n) {
  printf("%s: %s, key %d\n", k->name, what, n);
  exit(1);
}

// The first and the last word of an element.
static void set_elem(kind* k, void* elem, int64_t v) {
  memcpy(elem, &v, 8);
  memcpy((char*)elem + k->t.elem->size - 8, &v, 8);
}
static int64_t elem_of(kind* k, const void* elem, int n) {
  int64_t a, b;
  memcpy(&a, elem, 8);
  memcpy(&b, (const char*)elem + k->t.elem->size - 8, 8);
  if (a != b) fail(k, "half an element", n);
  return a;
}

static int64_t model[kRange];  // 0: not there
static int entries;
static uint8_t seen[kRange], deleted[kRange], fresh[kRange];

static void insert(kind* k, void* m, int n) {
  char key[256];
  k->make_key(n, key);
  void* elem = put(k, m, key);
  int64_t was = elem_of(k, elem, n);
  if (was != model[n]) fail(k, "an element that put found", n);
  model[n] = (int64_t)(next() >> 1 | 1);
  entries += was == 0;
  set_elem(k, elem, model[n]);
}
static void erase(kind* k, void* m, int n) {
  char key[256];
  k->make_key(n, key);
  delete(k, m, key);
  entries -= model[n] != 0;
  model[n] = 0;
}
static void check(kind* k, void* m, int n) {
  char key[256];
  k->make_key(n, key);
  lookup r = get(k, m, key);
  if (r.ok != (model[n] != 0)) fail(k, r.ok ? "there, but deleted" : "not there", n);
  if (elem_of(k, r.elem, n) != model[n]) fail(k, "another element", n);
}

// change: how many of eight changes are insertions; 0: there are none.
enum { kGrow = 7 };
static void range(kind* k, void* m, int change) {
  memset(seen, 0, sizeof seen);
  memset(deleted, 0, sizeof deleted);
  memset(fresh, 0, sizeof fresh);
  map_iter it;
  runtime_mapIterStart(&k->t, m, &it);
  int cleared = 0;
  for (; it.key; runtime_mapIterNext(&it)) {
    int n = k->number(it.key);
    if (n < 0 || n >= k->range) fail(k, "a key from nowhere", n);
    if (!model[n]) fail(k, "iteration gave what is deleted", n);
    if (elem_of(k, it.elem, n) != model[n]) fail(k, "iteration gave an old element", n);
    if (seen[n] && !fresh[n]) fail(k, "iteration gave it twice", n);
    seen[n] = 1;
    if (!change) continue;
    for (uint64_t i = next() % (change == kGrow ? 12 : 4); i > 0; i--) {
      int other = (int)(next() % (uint64_t)k->range);
      if (next() % 8 < (uint64_t)change) {
        if (!model[other]) fresh[other] = 1;
        insert(k, m, other);
      } else {
        deleted[other] = 1;
        erase(k, m, other);
      }
    }
    if (next() % 16384 == 0) {
      runtime_mapclear(&k->t, m);
      memset(model, 0, sizeof model);
      entries = 0;
      cleared = 1;
    }
  }
  for (int n = 0; n < k->range; n++)
    if (model[n] && !seen[n] && !deleted[n] && !fresh[n] && !cleared) fail(k, "iteration left it out", n);
}

static void test(kind k) {
  memset(model, 0, sizeof model);
  entries = 0;
  for (int round = 0; round < 3; round++) {
    runtime_mapclear(&k.t, 0);
    void* m = round == 0 ? runtime_makemap_small() : runtime_makemap(&k.t, round * 700, 0);
    memset(model, 0, sizeof model);
    entries = 0;
    for (int phase = 0; phase < 12; phase++) {
      int growing = phase % 3 != 2;
      for (int i = 0; i < k.range; i++) {
        int n = (int)(next() % (uint64_t)k.range);
        if (next() % 8 < (growing ? 6 : 1))
          insert(&k, m, n);
        else
          erase(&k, m, n);
        check(&k, m, (int)(next() % (uint64_t)k.range));
      }
      if (runtime_maplen(m) != entries) fail(&k, "length", entries);
      range(&k, m, 0);
      range(&k, m, phase % 8);
      for (int n = 0; n < k.range; n++) check(&k, m, n);
      // A copy has the same, and goes its own way from here.
      void* copy = runtime_mapclone(&k.t, m);
      for (int i = 0; i < 20; i++) {
        char key[256];
        k.make_key(i, key);
        set_elem(&k, put(&k, m, key), -1);
        delete(&k, m, key);
      }
      m = copy;
      if (phase == 7) {
        runtime_mapclear(&k.t, m);
        memset(model, 0, sizeof model);
        entries = 0;
        range(&k, m, 0);
      }
    }
    // Down to nothing, and up again.
    for (int n = 0; n < k.range; n++) erase(&k, m, n);
    if (runtime_maplen(m) != 0) fail(&k, "length after deleting everything", 0);
    for (int n = 0; n < k.range; n++) insert(&k, m, n);
    range(&k, m, 0);
  }
  // Iterations during which the map grows out of its group, its table, its directory.
  for (int start = 2; start < k.range; start = start * 3 / 2 + 1) {
    void* m = runtime_makemap_small();
    memset(model, 0, sizeof model);
    entries = 0;
    for (int i = 0; i < start; i++) insert(&k, m, (int)(next() % (uint64_t)k.range));
    range(&k, m, kGrow);
    range(&k, m, 0);
  }
  printf("%s ok\n", k.name);
}

static void int64_key(int n, void* key) { *(int64_t*)key = n * 7919ll; }
static int int64_number(const void* key) { return (int)(*(const int64_t*)key / 7919); }
static void int32_key(int n, void* key) { *(int32_t*)key = n - 100; }
static int int32_number(const void* key) { return *(const int32_t*)key + 100; }
static void int8_key(int n, void* key) { *(int8_t*)key = (int8_t)n; }
static int int8_number(const void* key) { return *(const uint8_t*)key; }
static char texts[kRange][24];
static void string_key(int n, void* key) { *(string*)key = (string){texts[n], (int64_t)strlen(texts[n])}; }
static int string_number(const void* key) {
  const string* s = key;
  int n = 0;
  for (int64_t i = s->n - 1; i >= 0 && s->p[i] != ':'; i--) n = n * 10 + (s->p[i] - '0');
  return n;
}
static void float_key(int n, void* key) { *(double*)key = n == 0 && next() & 1 ? -0.0 : n * 0.5; }
static int float_number(const void* key) { return (int)(*(const double*)key * 2); }
static void large_key(int n, void* key) {
  memset(key, 0, 200);
  ((int*)key)[49] = n;
}
static int large_number(const void* key) { return ((const int*)key)[49]; }

int main(void) {
  for (int n = 0; n < kRange; n++) {
    char* p = texts[n];
    if (n % 3 == 0)
      p += sprintf(p, "a longer key:");
    else if (n % 3 == 1)
      p += sprintf(p, ":");
    int v = n;
    do *p++ = (char)('0' + v % 10);
    while (v /= 10);
    *p = 0;
  }
  static struct {
    const void* code;
    uint64_t size;
  } equal200 = {runtime_memequal_varlen, 200}, hash200 = {runtime_memhash_varlen, 200};
  type i64 = plain_type(8), large = plain_type(200), small = plain_type(1), i32 = plain_type(4);
  i64.equal = &runtime_memequal64_f;
  large.equal = &equal200;
  small.equal = &runtime_memequal8_f;
  small.align = 1;
  i32.equal = &runtime_memequal32_f;
  i32.align = 4;
  const hash_func* h200 = (const hash_func*)&hash200;
  test((kind){"int64", map_of(&i64, &i64, &runtime_memhash64_f, 0), kRange, int64_key, int64_number, true});
  test((kind){"int32", map_of(&i32, &i64, &runtime_memhash32_f, 0), kRange / 2, int32_key, int32_number, true});
  test((kind){"string", map_of(&runtime_type_string, &i64, &runtime_strhash_f, kNeedKeyUpdate), kRange, string_key,
              string_number, true});
  test(
      (kind){"any key int64", map_of(&i64, &i64, &runtime_memhash64_f, 0), kRange / 4, int64_key, int64_number, false});
  test((kind){"large key", map_of(&large, &i64, h200, 0), kRange / 4, large_key, large_number, false});
  test((kind){"large elem", map_of(&i64, &large, &runtime_memhash64_f, 0), kRange / 4, int64_key, int64_number, false});
  test((kind){"both large", map_of(&large, &large, h200, 0), kRange / 8, large_key, large_number, false});
  test((kind){"float64", map_of(&runtime_type_float64, &i64, &runtime_f64hash_f, kNeedKeyUpdate), kRange / 4, float_key,
              float_number, false});
  test((kind){"small key", map_of(&small, &i64, &runtime_memhash8_f, 0), 120, int8_key, int8_number, false});
  return 0;
}
