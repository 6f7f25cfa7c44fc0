// lib/image/symbolize.cpp: the program as the runtime sees it, and names for its addresses.
//
// symbolize() runs on a system stack and in signal handlers, while the program is dying or being profiled: it searches
// the image's sorted tables, which are read-only and mapped for good.
#include <algorithm>
#include <cstdlib>

#include "image/program.h"
#include "image/unwind.h"

namespace gort::image {
namespace {

Loaded program;
ModuleInfo info;

// The last element whose offset is at most `at`; null when there is none.
template <class T>
const T* at_or_before(std::span<const T> table, uint64_t at) {
  auto it = std::upper_bound(table.begin(), table.end(), at, [](uint64_t a, const T& t) { return a < t.offset; });
  return it == table.begin() ? nullptr : &it[-1];
}

const char* task_package(const void* task) {
  auto tasks = program.table<Task>(kTasks);
  auto* t = at_or_before(tasks, reinterpret_cast<uint64_t>(task) - program.base);
  return t && program.at(t->offset) == task ? program.string(t->package) : "";
}

// The constructors as the array that boot walks, in the order of the table.
void (**constructors())(int, char**, char**) {
  auto table = program.table<InitFn>(kCtors);
  if (table.empty()) return nullptr;
  using Fn = void (*)(int, char**, char**);
  auto* out = static_cast<Fn*>(malloc(table.size() * sizeof(Fn)));
  for (size_t i = 0; i < table.size(); i++) out[i] = reinterpret_cast<Fn>(program.at(table[i].offset));
  return out;
}

}  // namespace

SymbolInfo symbolize(uint64_t pc) {
  SymbolInfo out{};
  uint64_t offset = pc - program.base;
  if (!program.header || offset >= kArenaOffset[kReadOnly]) return out;
  auto* s = at_or_before(program.table<Symbol>(kSymbols), offset);
  // A symbol without a size (assembly) reaches to the next one.
  if (!s || (s->size && offset >= s->offset + s->size)) return out;
  out.name = program.string(s->name);
  out.file = program.string(s->file);
  out.line = s->line;
  out.entry = program.base + s->offset;
  if (auto* l = at_or_before(program.table<Line>(kLines), offset); l && l->line && l->offset >= s->offset) {
    out.file = program.string(l->file);
    out.line = l->line;
  }
  return out;
}

const ModuleInfo& adopt(const Loaded& loaded) {
  program = loaded;
  unwind_through(program);
  const Header& h = *program.header;
  // Destructors go to exit() before any constructor runs, so they run after all that the constructors register. Each is
  // registered by itself: exit() then takes them in the reverse order, as the table asks.
  for (auto& d : program.table<InitFn>(kDtors)) atexit(reinterpret_cast<void (*)()>(program.at(d.offset)));

  info.code_lo = program.base;
  info.code_hi = program.base + h.arena[kModuleCode].mem_size;
  info.slab_lo = program.base;
  info.slab_hi = program.base + kSpan;
  info.main_main = reinterpret_cast<void (*)()>(program.at(h.main_main));
  info.main_inittask = program.at(h.main_inittask);
  info.c_main = reinterpret_cast<int (*)(int, char**, char**)>(program.at(h.c_main));
  info.ctors = constructors();
  info.nctors = program.table<InitFn>(kCtors).size();
  info.iscgo = h.iscgo != 0;
  info.cgo_thread_start = program.at(h.cgo_thread_start);
  info.cgo_setenv = program.at(h.cgo_setenv);
  info.cgo_unsetenv = program.at(h.cgo_unsetenv);
  info.cgo_notify_runtime_init_done = program.at(h.cgo_notify_runtime_init_done);
  info.symbolize = symbolize;
  info.task_package = task_package;
  return info;
}

}  // namespace gort::image
