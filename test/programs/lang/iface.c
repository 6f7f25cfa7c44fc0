// Interfaces: tables made at run time, methods found by name and type, names that are not exported told apart by package, caches
// of assertions and switches; conversions of values. The texts of failed assertions are Go's.
// want stdout: calls 7 107
// want stdout: same table 1, negative 1 1 1
// want stdout: error: 7 is wrong
// want stdout: switch 1 0 3
// want stdout: caches filled 1 1
// want stdout: conv 5 300 70000 1 1 1 text 0 3
// run: -- missing
// want stderr~: \Apanic: interface conversion: main\.T is not main\.Both: missing method Other\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- nomethods
// want stderr~: \Apanic: interface conversion: int is not main\.Getter: missing method Get\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- package
// want stderr~: \Apanic: interface conversion: main\.T is not other\.Hidden: missing method hidden\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- nil
// want stderr~: \Apanic: interface conversion: interface is nil, not main\.Getter\n\ngoroutine 1 \[running\]:
// want exit: 2
// run: -- misuse
// want stderr~: \Afatal error: internal error - misuse of itab\n
// want exit: 2
#include "lang.h"

NAME(main_package, 0, "main");
NAME(other_package, 0, "other");
NAME(t_name, 1, "*main.T");
NAME(getter_name, 1, "*main.Getter");
NAME(both_name, 1, "*main.Both");
NAME(hidden_name, 1, "*main.Hidden");
NAME(other_hidden_name, 1, "*other.Hidden");
NAME(get, 1, "Get");
NAME(error_name, 1, "Error");
NAME(hidden, 0, "hidden");
NAME(other, 1, "Other");
NAME(func_int_name, 1, "*func() int");
NAME(func_string_name, 1, "*func() string");

// type T int64, with Error() string, Get() int, hidden() int
typedef struct {
  type t;
  uint16_t in, out;
  uint32_t pad;
  const type* result;
} func_type;
static func_type func_int = {{8, 8, 11, kExtraStar | kDirect, 8, 8, kFunc}, 0, 1, 0, &runtime_type_int};
// The module's own descriptor of func() string: not the runtime's, but the same type.
static func_type func_string = {{8, 8, 12, kExtraStar | kDirect, 8, 8, kFunc}, 0, 1, 0, &runtime_type_string};
static struct {
  type t;
  uncommon_type u;
  method m[3];
} t_type = {{8, 0, 13, kUncommon | kExtraStar | kNamed | kRegular, 8, 8, 6, &runtime_memequal64_f},
            {0, 3, 2, sizeof(uncommon_type)}};
static imethod getter_methods[1], both_methods[2], hidden_methods[1], other_methods[1];
static interface_type getter = {
    {16, 16, 21, kExtraStar | kNamed, 8, 8, kInterface}, &main_package.f, getter_methods, 1, 1};
static interface_type both = {{16, 16, 22, kExtraStar | kNamed, 8, 8, kInterface}, &main_package.f, both_methods, 2, 2};
static interface_type hides = {
    {16, 16, 23, kExtraStar | kNamed, 8, 8, kInterface}, &main_package.f, hidden_methods, 1, 1};
static interface_type hides_other = {
    {16, 16, 24, kExtraStar | kNamed, 8, 8, kInterface}, &other_package.f, other_methods, 1, 1};

static string t_error(const int64_t* self) {
  char* text = gort_alloc_noscan(32);
  return (string){text, snprintf(text, 32, "%d is wrong", (int)*self)};
}
static int64_t t_get(const int64_t* self) { return *self; }
static int64_t t_hidden(const int64_t* self) { return *self + 100; }

static void set_method(int i, const void* name, const void* mtyp, const void* code) {
  t_type.m[i] =
      (method){offset_to(&t_type, name), offset_to(&t_type, mtyp), offset_to(&t_type, code), offset_to(&t_type, code)};
}
static void set_interface(interface_type* i, const void* name, const void* m0, const void* m1) {
  i->t.str = offset_to(i, name);
  i->methods[0] = (imethod){offset_to(i, m0), offset_to(i, &func_int)};
  if (m1) i->methods[1] = (imethod){offset_to(i, m1), offset_to(i, &func_int)};
}

static int get_through(itab* tab, const void* data) { return (int)((int64_t (*)(const void*))tab->fun[0])(data); }

int main(int argc, char** argv) {
  func_int.t.str = offset_to(&func_int, &func_int_name);
  func_string.t.str = offset_to(&func_string, &func_string_name);
  t_type.t.str = offset_to(&t_type, &t_name);
  t_type.u.pkgpath = offset_to(&t_type, &main_package);
  set_method(0, &error_name, &func_string, t_error);
  set_method(1, &get, &func_int, t_get);
  set_method(2, &hidden, &func_int, t_hidden);
  set_interface(&getter, &getter_name, &get, 0);
  set_interface(&both, &both_name, &get, &other);
  set_interface(&hides, &hidden_name, &hidden, 0);
  set_interface(&hides_other, &other_hidden_name, &hidden, 0);
  if (argc > 1) {
    if (!strcmp(argv[1], "missing")) {
      runtime_assertE2I2(&both, &t_type);  // the table of a failure is kept, and the name found anew
      runtime_assertE2I(&both, &t_type);
    }
    if (!strcmp(argv[1], "nomethods")) runtime_assertE2I(&getter, &runtime_type_int);
    if (!strcmp(argv[1], "package")) runtime_assertE2I(&hides_other, &t_type);
    if (!strcmp(argv[1], "misuse")) runtime_assertE2I(&runtime_type_any, &t_type);
    if (!strcmp(argv[1], "nil")) runtime_assertE2I(&getter, 0);
    return 0;
  }

  int64_t seven = 7;
  itab* tab = runtime_assertE2I(&getter, &t_type);
  printf("calls %d %d\n", get_through(tab, &seven), get_through(runtime_assertE2I(&hides, &t_type), &seven));
  printf("same table %d, negative %d %d %d\n", tab == runtime_getitab(&getter, &t_type.t, false),
         !runtime_assertE2I2(&both, &t_type), !runtime_assertE2I2(&getter, &runtime_type_int),
         !runtime_assertE2I2(&getter, 0));
  itab* err = runtime_assertE2I(&runtime_type_error, &t_type);
  string text = ((string (*)(const void*))err->fun[0])(&seven);
  printf("error: %.*s\n", (int)text.n, text.p);

  struct {
    const void* cache;
    int64_t n;
    const interface_type* cases[3];
  } site = {&runtime_emptyInterfaceSwitchCache, 3, {&both, &getter, &hides}},
    error_site = {0, 1, {(void*)&runtime_type_error}};
  struct {
    const void* cache;
    const interface_type* inter;
    bool can_fail;
  } assertion = {&runtime_emptyTypeAssertCache, &getter, true};
  // A miss goes into the cache too, once in a thousand times: it gets one of its own.
  __typeof__(site) missing = site;
  printf("switch %d %d %d\n", (int)runtime_interfaceSwitch(&site, &t_type).index,
         (int)runtime_interfaceSwitch(&error_site, &t_type).index,
         (int)runtime_interfaceSwitch(&missing, &runtime_type_int).index);
  for (int i = 0; i < 200000 && (site.cache == &runtime_emptyInterfaceSwitchCache ||
                                 assertion.cache == &runtime_emptyTypeAssertCache);
       i++) {
    runtime_interfaceSwitch(&site, &t_type);
    if (runtime_typeAssert(&assertion, &t_type) != tab) abort();
    if (runtime_typeAssert(&assertion, &runtime_type_int)) abort();
  }
  const struct {
    uint64_t mask;
    struct {
      const void* typ;
      int64_t index;
      itab* tab;
    } e[2];
  }* cache = site.cache;
  int at = cache->e[0].typ ? 0 : 1;
  printf("caches filled %d %d\n",
         cache->mask == 1 && cache->e[at].typ == &t_type && cache->e[at].index == 1 && cache->e[at].tab == tab,
         assertion.cache != &runtime_emptyTypeAssertCache);

  uint16_t* small = runtime_convT16(5);
  uint32_t* big = runtime_convT32(70000);
  slice s = {&seven, 1, 3};
  string* boxed = runtime_convTstring("text", 4);
  printf("conv %d %d %d %d %d %d %.*s %d %d\n", *small, *(uint16_t*)runtime_convT16(300), *big,
         (void*)small == &runtime_staticuint64s[5], *(int64_t*)runtime_convT(&t_type.t, &seven) == 7,
         *(uint64_t*)runtime_convT64(1ull << 40) == 1ull << 40, (int)boxed->n, boxed->p,
         (int)((string*)runtime_convTstring(0, 0))->n, (int)((slice*)runtime_convTslice(s.p, s.len, s.cap))->cap);
  return 0;
}
