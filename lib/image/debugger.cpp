// lib/image/debugger.cpp: telling gdb and perf what module code is. Paid for only when asked (-g, --profile=perf).
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

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

namespace {

// perf looks into its map only for code in anonymous memory; of a mapped file it wants to read the symbols itself.
bool make_anonymous(char* code, size_t size) {
  void* copy = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (copy == MAP_FAILED) return false;
  memcpy(copy, code, size);
  // In this order: perf hears of memory that becomes executable, not of memory that moves.
  return mremap(copy, size, size, MREMAP_MAYMOVE | MREMAP_FIXED, code) == code &&
         !mprotect(code, size, PROT_READ | PROT_EXEC);
}

}  // namespace

bool write_perf_map(const Loaded& loaded) {
  for (uint32_t arena : {kModuleCode, kNativeCode})
    if (size_t size = loaded.header->arena[arena].mem_size)
      if (!make_anonymous(reinterpret_cast<char*>(loaded.base + kArenaOffset[arena]), (size + 4095) & ~size_t{4095}))
        return false;
  char path[64];
  snprintf(path, sizeof path, "/tmp/perf-%d.map", getpid());
  FILE* f = fopen(path, "we");
  if (!f) return false;
  for (auto& s : loaded.table<Symbol>(kSymbols))
    fprintf(f, "%llx %x %s\n", static_cast<unsigned long long>(loaded.base + s.offset), s.size, loaded.string(s.name));
  return fclose(f) == 0;
}

}  // namespace gort::image
