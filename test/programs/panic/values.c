// What a panic prints of its value: numbers and strings, named or not, errors and stringers by their methods, other
// kinds by type and address. The texts are what Go 1.26 prints for the same values.
// native: no (messages of the runtime)
// run: -- error
// want stderr~: \Apanic: an E\n\tline2\n\ngoroutine 1 \[running\]:\n
// want exit: 2
// run: -- stringer
// want stderr~: \Apanic: a stringer\n\n
// want exit: 2
// run: -- repanicked_error
// want stderr~: \Apanic: an E\n\tline2 \[recovered, repanicked\]\n\n
// want exit: 2
// run: -- bad_error
// want stderr~: \Afatal error: panic while printing panic value: in Error\n\n
// want exit: 2
// run: -- bad_error_bounds
// want stderr~: \Afatal error: panic while printing panic value: type runtime.boundsError\n\n
// want exit: 2
// run: -- struct
// want stderr~: \Apanic: \(main\.T\) 0x[0-9a-f]+\n\n
// want exit: 2
// run: -- pointer
// want stderr~: \Apanic: \(\*main\.T\) 0x[0-9a-f]+\n\n
// want exit: 2
// run: -- named_int
// want stderr~: \Apanic: main\.MyInt\(-5\)\n\n
// want exit: 2
// run: -- named_string
// want stderr~: \Apanic: main\.MyStr\("a\n\tb"\)\n\n
// want exit: 2
// run: -- named_complex
// want stderr~: \Apanic: main\.C\(1\+2i\)\n\n
// want exit: 2
// run: -- named_float
// want stderr~: \Apanic: main\.F\(1\.5\)\n\n
// want exit: 2
// run: -- named_bool
// want stderr~: \Apanic: main\.B\(true\)\n\n
// want exit: 2
// run: -- complex
// want stderr~: \Apanic: \(1\+2i\)\n\n
// want exit: 2
// run: -- int8
// want stderr~: \Apanic: -7\n\n
// want exit: 2
// run: -- uintptr
// want stderr~: \Apanic: 7\n\n
// want exit: 2
// run: -- nothing
// want stderr~: \Apanic: panic called with nil argument\n\n
// want exit: 2
// run: -- recovered_nothing
// want stdout: panic called with nil argument
// run: GODEBUG=panicnil=1 -- nothing
// want stderr~: \Apanic: nil\n\n
// want exit: 2
#include <gort/gort.h>
#include <stdio.h>
#include <string.h>

// Type descriptors of Go's layout. Distances from the descriptor are filled in at the start: C has no constants for
// them.
struct type {
  uint64_t size, ptrbytes;
  uint32_t hash;
  uint8_t tflag, align, field_align, kind;
  const void *equal, *gcdata;
  int32_t str, ptr_to_this;
};
struct func_type {
  struct type t;
  uint16_t in, out;
  const struct type* results[1];
};
struct uncommon {
  int32_t pkgpath;
  uint16_t mcount, xcount;
  uint32_t moff, unused;
  int32_t name, mtyp, ifn, tfn;  // one method
};
struct named_int {
  struct type t;
  struct uncommon u;
};
enum { UNCOMMON = 1, NAMED = 4, DIRECT = 32 };
enum {
  BOOL = 1,
  INT = 2,
  INT8 = 3,
  UINTPTR = 12,
  FLOAT32 = 13,
  COMPLEX128 = 16,
  FUNC = 19,
  POINTER = 22,
  STRING = 24,
  STRUCT = 25
};

struct string {
  const char* ptr;
  int64_t len;
};
#define STR(s) ((struct string){s, sizeof s - 1})

static struct type string_type = {.size = 16, .kind = STRING};
static struct func_type func_string = {.t = {.size = 8, .kind = FUNC}, .out = 1, .results = {&string_type}};

static int32_t distance(const void* from, const void* to) { return (int32_t)((const char*)to - (const char*)from); }
static const char* encoded(const char* name) {
  static char names[20][40];
  static int n;
  char* at = names[n++];
  at[1] = (char)strlen(name);
  strcpy(at + 2, name);
  return at;
}
static void name_it(struct type* t, const char* name) { t->str = distance(t, encoded(name)); }

static gort_value value(int kind, int flags, const char* name, void* data) {
  static struct type t;
  t.kind = (uint8_t)kind;
  t.tflag = (uint8_t)flags;
  name_it(&t, name);
  return (gort_value){&t, data};
}
static gort_value with_method(const char* method, struct string (*fn)(void*)) {
  static struct named_int e = {{.size = 8, .kind = INT, .tflag = NAMED | UNCOMMON},
                               {.mcount = 1, .xcount = 1, .moff = 16}};
  static int64_t number = 1;
  name_it(&e.t, "main.E");
  e.u.name = distance(&e, encoded(method));
  e.u.mtyp = distance(&e, &func_string);
  e.u.ifn = e.u.tfn = distance(&e, (void*)fn);
  return (gort_value){&e, &number};
}

static struct string two_lines(void* self) { return STR("an E\nline2"); }
static struct string stringer(void* self) { return STR("a stringer"); }
static struct string bad(void* self) { gort_panic("in Error"); }
void runtime_panicIndex(int64_t x, int64_t y) __attribute__((noreturn));
static struct string bad_bounds(void* self) { runtime_panicIndex(3, 0); }

static void repanic(void* arg) { gort_panic_value(gort_recover()); }
static void tell(void* arg) { puts(gort_value_text(gort_recover())); }
static void panic_with(gort_value v, void (*deferred)(void*)) {
  GORT_FRAME(frame);
  if (gort_enter(&frame)) return;
  gort_defer(&frame, deferred, NULL);
  gort_panic_value(v);
}

int main(int argc, char** argv) {
  const char* which = argv[1];
  name_it(&string_type, "string");
#define CASE(name) if (strcmp(which, #name) == 0)
#define PANIC(...) gort_panic_value(value(__VA_ARGS__))
  CASE(error) gort_panic_value(with_method("Error", two_lines));
  CASE(stringer) gort_panic_value(with_method("String", stringer));
  CASE(repanicked_error) panic_with(with_method("Error", two_lines), repanic);
  CASE(bad_error) gort_panic_value(with_method("Error", bad));
  CASE(bad_error_bounds) gort_panic_value(with_method("Error", bad_bounds));
  int64_t words[2] = {-5, 0};
  CASE(struct) PANIC(STRUCT, NAMED, "main.T", words);
  CASE(pointer) PANIC(POINTER, DIRECT, "*main.T", words);
  CASE(named_int) PANIC(INT, NAMED, "main.MyInt", words);
  struct string text = STR("a\nb");
  CASE(named_string) PANIC(STRING, NAMED, "main.MyStr", &text);
  double complex_[2] = {1, 2};
  CASE(named_complex) PANIC(COMPLEX128, NAMED, "main.C", complex_);
  CASE(complex) PANIC(COMPLEX128, NAMED, "complex128", complex_);
  float f = 1.5;
  CASE(named_float) PANIC(FLOAT32, NAMED, "main.F", &f);
  char one = 1;
  CASE(named_bool) PANIC(BOOL, NAMED, "main.B", &one);
  int8_t small = -7;
  CASE(int8) PANIC(INT8, NAMED, "int8", &small);
  uint64_t address = 7;
  CASE(uintptr) PANIC(UINTPTR, NAMED, "uintptr", &address);
  CASE(nothing) gort_panic_value((gort_value){0});
  CASE(recovered_nothing) panic_with((gort_value){0}, tell);
}
