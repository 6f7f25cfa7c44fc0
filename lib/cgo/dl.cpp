// lib/cgo/dl.cpp: dlsym and dladdr for a program whose code no shared library holds.
//
// What a program exports is known to the dynamic linker by a library made up for it (image/exports.cpp), which comes
// behind the system's in the order of the search. Natively an executable comes first, so dlsym of a module asks that
// library before all others, and does not find it behind RTLD_NEXT. A library's own dlsym is the C library's: it has to
// know its caller.
//
// dladdr is for modules and, exported, for libraries.
#include "cgo/dl.h"

#include <dlfcn.h>
#include <errno.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <algorithm>

#include "base/stub_code.h"
#include "cgo/cgo.h"

namespace gort {

program_symbols program_names;

namespace {

bool in_program(const void* p) { return reinterpret_cast<uint64_t>(p) - program_names.base < program_names.size; }

// What dlerror says next of a look-up that the C library takes for a success.
__thread char* not_found;

void forget_failure() {
  free(not_found);
  not_found = nullptr;
}

void* fail(const char* name, const char* version = nullptr) {
  forget_failure();
  if (asprintf(&not_found, "%s: undefined symbol: %s%s%s", program_invocation_name, name, version ? ", version " : "",
               version ? version : "") < 0)
    not_found = nullptr;
  return nullptr;
}

void* main_handle() {
  static void* handle = dlopen(nullptr, RTLD_LAZY);
  return handle;
}

void* next_symbol(const char* name) {
  void* found = dlsym(RTLD_NEXT, name);
  if (!found || !in_program(found)) return found;
  for (auto* l = static_cast<link_map*>(program_names.handle)->l_next; l; l = l->l_next)
    if (void* later = dlsym(l, name); later && !in_program(later)) return later;
  dlerror();
  return fail(name);
}

const Elf64_Sym* symbol_at(uint64_t at) {
  auto symbols = program_names.symbols;
  auto after = std::upper_bound(symbols.begin(), symbols.end(), at,
                                [](uint64_t a, const Elf64_Sym& s) { return a < s.st_value; });
  // Several names of one place are neighbours.
  for (auto s = after; s != symbols.begin() && (--s)->st_value;) {
    if (at - s->st_value < std::max<uint64_t>(s->st_size, 1)) return &*s;
    if (s->st_value != after[-1].st_value) break;
  }
  return nullptr;
}

// The function that a module's pointer to a foreign function is meant for: where its stub (compiler/bind.h) jumps to.
const void* behind_stub(uint64_t at) {
  if (at - program_names.base >= program_names.code_size) return nullptr;
  auto* code = reinterpret_cast<const uint8_t*>(at);
  size_t opcode = is_at(code, kLoadR11) ? sizeof kLoadR11 : is_at(code, kJumpSlot) ? sizeof kJumpSlot : 0;
  if (!opcode) return nullptr;
  int32_t distance;
  memcpy(&distance, code + opcode, sizeof distance);
  uint64_t slot = at + opcode + sizeof distance + static_cast<uint64_t>(int64_t{distance});
  if (slot - program_names.slots >= program_names.slots_size) return nullptr;
  return *reinterpret_cast<const void* const*>(slot);
}

int find(const void* address, Dl_info* info, void** extra, int flags) {
  static const auto real = reinterpret_cast<decltype(&dladdr1)>(dlsym(RTLD_NEXT, "dladdr1"));
  if (!in_program(address)) return real(address, info, extra, flags);
  auto at = reinterpret_cast<uint64_t>(address);
  const Elf64_Sym* symbol = symbol_at(at);
  if (const void* foreign = symbol ? nullptr : behind_stub(at)) {
    int found = real(foreign, info, extra, flags);
    if (found && info->dli_saddr == foreign) info->dli_saddr = const_cast<void*>(address);
    return found;
  }
  info->dli_fname = program_invocation_name;
  info->dli_fbase = reinterpret_cast<void*>(program_names.base);
  info->dli_sname = symbol ? program_names.strings + symbol->st_name : nullptr;
  info->dli_saddr = symbol ? reinterpret_cast<void*>(symbol->st_value) : nullptr;
  if (flags == RTLD_DL_SYMENT) *extra = const_cast<Elf64_Sym*>(symbol);
  if (flags == RTLD_DL_LINKMAP) *extra = main_handle();
  return 1;
}
}  // namespace

extern "C" {

void* gort_dlsym(void* handle, const char* name) {
  forget_failure();
  if (handle == RTLD_NEXT) return next_symbol(name);
  if (program_names.handle && (handle == RTLD_DEFAULT || handle == main_handle()))
    if (void* mine = dlsym(program_names.handle, name)) return mine;
  return dlsym(handle, name);
}

// The program's names have no versions; the dynamic linker takes that for any.
void* gort_dlvsym(void* handle, const char* name, const char* version) {
  forget_failure();
  void* found = dlvsym(handle, name, version);
  return found && in_program(found) ? fail(name, version) : found;
}

char* gort_dlerror() {
  // As the C library's, the text is good until the next call.
  static __thread char* said;
  free(said);
  said = not_found;
  not_found = nullptr;
  char* other = dlerror();
  return said ? said : other;
}

int gort_dladdr(const void* address, Dl_info* info) { return find(address, info, nullptr, 0); }
int gort_dladdr1(const void* address, Dl_info* info, void** extra, int flags) {
  return find(address, info, extra, flags);
}

EXPORT_AS(dladdr, gort_dladdr);
EXPORT_AS(dladdr1, gort_dladdr1);

}  // extern "C"

}  // namespace gort
