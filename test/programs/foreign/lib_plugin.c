// A natively compiled library that leaves names to the program and looks for others: plugin.c.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

extern int host_version;
int host_add(int a, int b);

int plugin_run(int n) {
  host_version++;
  int sum = 0;
  for (int i = 0; i < n; i++) sum = host_add(sum, i);
  return sum;
}
int plugin_hook(int x) {
  int (*hook)(int) = (int (*)(int))dlsym(RTLD_DEFAULT, "host_hook");
  int (*none)(int) = (int (*)(int))dlsym(RTLD_DEFAULT, "host_local");
  return hook && !none ? hook(x) : -1;
}
const char* plugin_name(void* p) {
  Dl_info info;
  return dladdr(p, &info) && info.dli_sname && info.dli_saddr == p ? info.dli_sname : "?";
}
