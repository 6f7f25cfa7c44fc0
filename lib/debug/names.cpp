// See names.h. Everything here is called from a system stack or a signal handler: no malloc, no locks. But for the
// names of the program's code, a process that is going down asks, and one thread at a time.
#include "debug/names.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>

#include "base/print.h"

extern "C" const Elf64_Ehdr __ehdr_start;

namespace gort {

namespace {
const ModuleInfo* program;
uint64_t text_lo, text_hi;  // the executable's own code

// The executable's symbol table, mapped from its file.
struct {
  bool opened;
  const Elf64_Sym* symbols;
  size_t count;
  const char* strings;
  uint64_t bias;
} table;

const uint8_t* map_executable(size_t& size) {
  int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return nullptr;
  struct stat st;
  void* p = MAP_FAILED;
  if (fstat(fd, &st) == 0) {
    size = size_t(st.st_size);
    p = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  }
  close(fd);
  return p == MAP_FAILED ? nullptr : static_cast<const uint8_t*>(p);
}

void open_table() {
  table.opened = true;
  size_t size = 0;
  const uint8_t* file = map_executable(size);
  if (!file || size < sizeof(Elf64_Ehdr)) return;
  auto* header = reinterpret_cast<const Elf64_Ehdr*>(file);
  if (header->e_shoff > size || header->e_shnum > (size - header->e_shoff) / sizeof(Elf64_Shdr)) return;
  auto* sections = reinterpret_cast<const Elf64_Shdr*>(file + header->e_shoff);
  for (int i = 0; i < header->e_shnum; i++) {
    const Elf64_Shdr& s = sections[i];
    if (s.sh_type != SHT_SYMTAB || s.sh_link >= header->e_shnum) continue;
    const Elf64_Shdr& strings = sections[s.sh_link];
    if (s.sh_offset > size || s.sh_size > size - s.sh_offset) return;
    if (strings.sh_offset > size || strings.sh_size > size - strings.sh_offset) return;
    table.symbols = reinterpret_cast<const Elf64_Sym*>(file + s.sh_offset);
    table.count = s.sh_size / sizeof(Elf64_Sym);
    table.strings = reinterpret_cast<const char*>(file + strings.sh_offset);
    if (header->e_type == ET_DYN) table.bias = reinterpret_cast<uint64_t>(&__ehdr_start);
    return;
  }
}

const Elf64_Sym* symbol_at(uint64_t pc) {
  if (!table.opened) open_table();
  // The table is not sorted, and a dump asks for the same few addresses again and again.
  static struct {
    uint64_t pc;
    const Elf64_Sym* symbol;
  } answers[256];
  auto& a = answers[pc * 0x9e3779b97f4a7c15ull >> 56];
  if (a.pc == pc) return a.symbol;
  a = {pc, nullptr};
  uint64_t at = pc - table.bias;
  for (size_t i = 0; i < table.count && !a.symbol; i++) {
    const Elf64_Sym& s = table.symbols[i];
    if (ELF64_ST_TYPE(s.st_info) == STT_FUNC && at - s.st_value < s.st_size) a.symbol = &s;
  }
  return a.symbol;
}
}  // namespace

void names_init(const ModuleInfo& info) {
  program = &info;
  auto base = reinterpret_cast<uint64_t>(&__ehdr_start);
  auto* segments = reinterpret_cast<const Elf64_Phdr*>(base + __ehdr_start.e_phoff);
  for (int i = 0; i < __ehdr_start.e_phnum; i++) {
    const Elf64_Phdr& s = segments[i];
    if (s.p_type != PT_LOAD || !(s.p_flags & PF_X)) continue;
    text_lo = s.p_vaddr + (__ehdr_start.e_type == ET_DYN ? base : 0);
    text_hi = text_lo + s.p_memsz;
  }
}

bool is_program_code(uint64_t pc) { return program && pc - program->code_lo < program->code_hi - program->code_lo; }
bool is_runtime_code(uint64_t pc) { return pc - text_lo < text_hi - text_lo && !is_program_code(pc); }

code_name name_of(uint64_t pc) {
  if (program && pc - program->slab_lo < program->slab_hi - program->slab_lo) {
    SymbolInfo s = program->symbolize(pc);
    if (s.name) return {code_name::program, s.name, s.file ? s.file : "", s.line, s.entry};
    return {code_name::program, nullptr, "", 0, 0};
  }
  if (is_runtime_code(pc)) {
    if (const Elf64_Sym* s = symbol_at(pc))
      return {code_name::runtime, table.strings + s->st_name, "gort", 0, table.bias + s->st_value};
    return {code_name::runtime, nullptr, "gort", 0, 0};
  }
  return {code_name::unknown, nullptr, "", 0, 0};
}

// _ZN4gort12_GLOBAL__N_15firstEPNS_1mE -> gort::first: plain nested names only, which are nearly all of the runtime's.
void print_name(printer& out, const char* name) {
  const char* at = name;
  if (strncmp(at, "_ZN", 3) == 0) {
    at += 3;
    while (*at == 'K' || *at == 'L') at++;
    const char* parts[16];
    size_t sizes[16], n = 0, left = strlen(at);
    while (n < 16 && *at >= '1' && *at <= '9') {
      size_t size = 0;
      while (*at >= '0' && *at <= '9' && size < 4096) {
        size = size * 10 + size_t(*at++ - '0');
        left--;
      }
      if (size > left) break;
      if (strncmp(at, "_GLOBAL__N", 10) != 0) {
        parts[n] = at;
        sizes[n++] = size;
      }
      at += size;
      left -= size;
    }
    if (*at == 'E' && n > 0) {
      for (size_t i = 0; i < n; i++) {
        if (i) out << "::";
        out.put(parts[i], sizes[i]);
      }
      return;
    }
  }
  out << name;
}

}  // namespace gort
