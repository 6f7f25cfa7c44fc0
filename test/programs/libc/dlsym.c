// dlsym and dladdr find what the program exports, as an executable's that is linked with -rdynamic: by the program's handle, before
// what libraries have, but not as the next. dladdr knows the functions of libraries, too.
// sanitized: TSan (AddressSanitizer's strtol is the program's)
// cflags: -fPIC
// want stdout: function 1 6, same 1
// want stdout: variables 5, 1, weak 7
// want stdout: local: undefined symbol: local
// want stdout: hidden_function: undefined symbol: hidden_function
// want stdout: hidden_variable: undefined symbol: hidden_variable
// want stdout: nothing: undefined symbol: nothing
// want stdout: next: undefined symbol: exported, then nothing
// want stdout: version: undefined symbol: exported, version GLIBC_2.2.5
// want stdout: in libm: 0 1
// want stdout: exported: the program's, exported at 0
// want stdout: inside: the program's, exported at 3
// want stdout: variable: the program's, exported_variable at 0
// want stdout: array: the program's, zeroed at 12
// want stdout: local: the program's, - at 0
// want stdout: main: the program's, main at 0
// want stdout: stack: nobody's
// want stdout: puts of libc: libc.so.6's, puts at 0
// want stdout: strtol: libc.so.6's, strtol at 0
// want stdout: hello
// want stdout: mine 1
// want stdout: puts is the program's 1
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int exported_variable = 5;
int zeroed[10];
__attribute__((weak)) int weak_variable = 7;
__attribute__((visibility("hidden"))) int hidden_variable = 6;
int exported(int x) { return x + exported_variable; }
static int local(int x) { return x - 1; }
__attribute__((visibility("hidden"))) int hidden_function(int x) { return x - 1; }

static int putses;
int puts(const char* text) {
  int (*next)(const char*) = (int (*)(const char*))dlsym(RTLD_NEXT, "puts");
  putses++;
  return next(text);
}

static const char* program;
static void where(const char* what, void* p) {
  Dl_info i;
  if (!dladdr(p, &i)) {
    printf("%s: nobody's\n", what);
    return;
  }
  const char* file = strrchr(i.dli_fname, '/');
  file = !strcmp(i.dli_fname, program) ? "the program" : file ? file + 1 : i.dli_fname;
  printf("%s: %s's, %s at %ld\n", what, file, i.dli_sname ? i.dli_sname : "-",
         i.dli_saddr ? (long)((char*)p - (char*)i.dli_saddr) : 0);
}
// Without the program's name at the front.
static const char* error(void) {
  const char* text = dlerror();
  size_t n = strlen(program);
  return text && !strncmp(text, program, n) && text[n] == ':' ? text + n + 2 : text ? text : "nothing";
}

int main(int argc, char** argv) {
  program = argv[0];
  void* self = dlopen(0, RTLD_NOW);
  int (*f)(int) = (int (*)(int))dlsym(self, "exported");
  printf("function %d %d, same %d\n", f != 0, f ? f(1) : 0, dlsym(RTLD_DEFAULT, "exported") == (void*)exported);
  int* x = dlsym(RTLD_DEFAULT, "exported_variable");
  int* w = dlsym(self, "weak_variable");
  printf("variables %d, %d, weak %d\n", x ? *x : 0, dlsym(self, "zeroed") == zeroed, w ? *w : 0);
  const char* names[] = {"local", "hidden_function", "hidden_variable", "nothing"};
  for (int i = 0; i < 4; i++)
    printf("%s: %s\n", names[i], dlsym(i % 2 ? self : RTLD_DEFAULT, names[i]) ? "found" : error());
  const char* text = dlsym(RTLD_NEXT, "exported") ? "found" : error();
  printf("next: %s", text);
  printf(", then %s\n", error());
  printf("version: %s\n", dlvsym(RTLD_DEFAULT, "exported", "GLIBC_2.2.5") ? "found" : error());
  void* libm = dlopen("libm.so.6", RTLD_NOW | RTLD_LOCAL);
  int in_libm = dlsym(libm, "exported") != 0, cos_there = dlsym(libm, "cos") != 0;
  printf("in libm: %d %d\n", in_libm, cos_there);
  dlclose(libm);
  dlclose(self);

  where("exported", (void*)exported);
  where("inside", (char*)exported + 3);
  where("variable", &exported_variable);
  where("array", &zeroed[3]);
  where("local", (void*)local);
  where("main", (void*)main);
  where("stack", &self);
  where("puts of libc", dlsym(RTLD_NEXT, "puts"));
  where("strtol", (void*)strtol);
  puts("hello");
  printf("mine %d\n", putses);
  printf("puts is the program's %d\n", dlsym(RTLD_DEFAULT, "puts") == (void*)puts);
}
