// lib/image/debugger.cpp: telling gdb and perf what module code is. Paid for only when asked (-g, --profile=perf).
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "image/program.h"

// gdb's interface for JITs: it sets a breakpoint in __jit_debug_register_code and reads __jit_debug_descriptor there.
// The names and the layout are gdb's.
extern "C" {
struct jit_code_entry {
  jit_code_entry *next, *prev;
  const char* symfile;
  uint64_t size;
};
struct jit_descriptor {
  uint32_t version, action;
  jit_code_entry *relevant, *first;
};
// LLVM's own registration code, which gort does not use, defines the same names; both are the same to gdb.
__attribute__((weak, used)) jit_descriptor __jit_debug_descriptor = {1, 0, nullptr, nullptr};
__attribute__((weak, used, noinline)) void __jit_debug_register_code() { asm volatile("" ::: "memory"); }
}

namespace gort::image {

void register_with_gdb(const Loaded& loaded) {
  constexpr uint32_t kRegister = 1;
  auto objects = loaded.table<DebugObject>(kDebugObjects);
  auto bytes = loaded.table<char>(kDebugBytes);
  if (objects.empty()) return;
  auto* entries = static_cast<jit_code_entry*>(calloc(objects.size(), sizeof(jit_code_entry)));
  for (size_t i = 0; i < objects.size(); i++) {
    auto* e = &entries[i];
    e->symfile = bytes.data() + objects[i].offset;
    e->size = objects[i].size;
    e->next = __jit_debug_descriptor.first;
    if (e->next) e->next->prev = e;
    __jit_debug_descriptor.first = __jit_debug_descriptor.relevant = e;
    __jit_debug_descriptor.action = kRegister;
    __jit_debug_register_code();
  }
}

bool write_perf_map(const Loaded& loaded) {
  char path[64];
  snprintf(path, sizeof path, "/tmp/perf-%d.map", getpid());
  FILE* f = fopen(path, "we");
  if (!f) return false;
  for (auto& s : loaded.table<Symbol>(kSymbols))
    fprintf(f, "%llx %x %s\n", static_cast<unsigned long long>(loaded.base + s.offset), s.size, loaded.string(s.name));
  return fclose(f) == 0;
}

}  // namespace gort::image
