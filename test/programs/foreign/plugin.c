// Plugins: libraries that leave functions and variables to the program, find others with dlsym, and tell names with dladdr, named with
// -l and opened by the program.
// lib: lib_plugin.c
// want stdout: sum 4950, version 2
// want stdout: hook 43
// want stdout: names host_add host_version plugin_run
// run: -- $LIB
// want stdout: sum 4950, version 2
// want stdout: hook 43
// want stdout: names host_add host_version plugin_run
// want stdout: opened: sum 190, version 3
#define _GNU_SOURCE
#include <dlfcn.h>
#include <gort/gort.h>
#include <stdio.h>
#include <string.h>

int plugin_run(int n), plugin_hook(int x);
const char* plugin_name(void* p);

int host_version = 1;
int host_add(int a, int b) {
  if (a % 7 == 0) gort_yield();
  return a + b;
}
int host_hook(int x) { return x + 1; }
__attribute__((used)) static int host_local(int x) { return x; }

int main(int argc, char** argv) {
  int sum = plugin_run(100);
  printf("sum %d, version %d\n", sum, host_version);
  printf("hook %d\n", plugin_hook(42));
  printf("names %s %s %s\n", plugin_name((void*)host_add), plugin_name(&host_version), plugin_name((void*)plugin_run));
  if (argc < 2) return 0;
  void* h = dlmopen(LM_ID_BASE, argv[1], RTLD_NOW | RTLD_LOCAL);
  int (*run)(int) = (int (*)(int))dlsym(h, "plugin_run");
  sum = run ? run(20) : -1;
  printf("opened: sum %d, version %d\n", sum, host_version);
}
