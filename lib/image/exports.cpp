// lib/image/exports.cpp: how the dynamic linker gets to know the program's names.
//
// Natively they are in the executable's symbol table. Here the executable is gort, so a shared library is made up in
// memory that consists of nothing but a symbol table, whose symbols are absolute addresses in the image; it is opened
// as global. From then on dlsym finds the program's names, and libraries that are opened later may leave names to the
// program. A library of the system comes first in the order of the search, and does not see these names: natively it
// would, but its constructor must not call a program that has not been booted.
//
// dlsym and dladdr of the program are in cgo/dl.cpp: for them the program comes first, and addresses have its name.
#include "image/exports.h"

#include <dlfcn.h>
#include <elf.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <vector>

#include "cgo/dl.h"
#include "image/writer.h"

namespace gort::image {
namespace {

uint32_t hash(const char* name) {
  uint32_t h = 0;
  for (; *name; name++) {
    h = (h << 4) + static_cast<unsigned char>(*name);
    uint32_t high = h & 0xf000'0000;
    h ^= high >> 24 ^ high;
  }
  return h & 0x0fff'ffff;
}

class Library {
 public:
  explicit Library(const Loaded& image) {
    auto exports = image.table<Export>(kExports);
    symbols_.resize(1 + exports.size());
    for (size_t i = 0; i < exports.size(); i++) {
      const Export& e = exports[i];
      int type = e.offset < kArenaOffset[kReadOnly] ? STT_FUNC : STT_OBJECT;
      symbols_[i + 1] = {static_cast<Elf64_Word>(strings_.size()),
                         static_cast<unsigned char>(ELF64_ST_INFO(STB_GLOBAL, type)),
                         STV_DEFAULT,
                         SHN_ABS,
                         image.base + e.offset,
                         e.size};
      const char* name = image.string(e.name);
      strings_.append(name, strlen(name) + 1);
    }
  }

  std::vector<std::byte> bytes() {
    // One bucket for two symbols; chains end in symbol 0.
    std::vector<uint32_t> table(2 + symbols_.size() / 2 + 1 + symbols_.size());
    uint32_t buckets = table[0] = static_cast<uint32_t>(symbols_.size() / 2 + 1);
    table[1] = static_cast<uint32_t>(symbols_.size());
    for (uint32_t i = 1; i < symbols_.size(); i++) {
      uint32_t& first = table[2 + hash(&strings_[symbols_[i].st_name]) % buckets];
      table[2 + buckets + i] = first;
      first = i;
    }

    append(sizeof(Elf64_Ehdr) + 3 * sizeof(Elf64_Phdr), nullptr);
    Elf64_Addr table_at = append(table.size() * sizeof table[0], table.data());
    Elf64_Addr symbols_at = append(symbols_.size() * sizeof symbols_[0], symbols_.data());
    Elf64_Addr strings_at = append(strings_.size(), strings_.data());
    const Elf64_Dyn dynamic[] = {
        {DT_HASH, {table_at}},     {DT_SYMTAB, {symbols_at}},     {DT_SYMENT, {sizeof(Elf64_Sym)}},
        {DT_STRTAB, {strings_at}}, {DT_STRSZ, {strings_.size()}}, {DT_NULL, {0}}};
    Elf64_Addr dynamic_at = append(sizeof dynamic, dynamic);

    Elf64_Ehdr head{};
    memcpy(head.e_ident, ELFMAG, SELFMAG);
    head.e_ident[EI_CLASS] = ELFCLASS64, head.e_ident[EI_DATA] = ELFDATA2LSB, head.e_ident[EI_VERSION] = EV_CURRENT;
    head.e_type = ET_DYN, head.e_machine = EM_X86_64, head.e_version = EV_CURRENT;
    head.e_phoff = head.e_ehsize = sizeof head;
    head.e_phentsize = sizeof(Elf64_Phdr), head.e_phnum = 3, head.e_shentsize = sizeof(Elf64_Shdr);
    // The dynamic linker writes addresses into the dynamic section. Without a word on stacks it would make them all
    // executable.
    const Elf64_Phdr parts[] = {
        {PT_LOAD, PF_R | PF_W, 0, 0, 0, file_.size(), file_.size(), kPage},
        {PT_DYNAMIC, PF_R | PF_W, dynamic_at, dynamic_at, dynamic_at, sizeof dynamic, sizeof dynamic, 8},
        {PT_GNU_STACK, PF_R | PF_W, 0, 0, 0, 0, 0, 16},
    };
    memcpy(file_.data(), &head, sizeof head);
    memcpy(file_.data() + sizeof head, parts, sizeof parts);
    return file_;
  }

  std::span<const Elf64_Sym> symbols() const { return symbols_; }
  const std::string& strings() const { return strings_; }

 private:
  Elf64_Addr append(size_t size, const void* data) {
    size_t at = (file_.size() + 7) / 8 * 8;
    file_.resize(at + size);
    if (data) memcpy(file_.data() + at, data, size);
    return at;
  }

  std::vector<Elf64_Sym> symbols_;
  std::string strings_ = std::string(1, '\0');
  std::vector<std::byte> file_;
};

}  // namespace

void export_symbols(const Loaded& image) {
  const Header& h = *image.header;
  program_names.base = image.base;
  program_names.size = kSpan;
  program_names.code_size = h.arena[kModuleCode].mem_size;
  program_names.slots = image.base + kArenaOffset[kReadOnly];
  program_names.slots_size = h.arena[kReadOnly].mem_size;
  if (image.table<Export>(kExports).empty()) return;
  auto* library = new Library(image);  // cgo/dl.cpp keeps what it points to
  int fd = memfd_create("gort-program", MFD_CLOEXEC);
  char path[32];
  snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
  // Where there is no /proc, the program runs without its names.
  void* handle = fd >= 0 && write_all(fd, library->bytes()) ? dlopen(path, RTLD_NOW | RTLD_GLOBAL) : nullptr;
  if (!handle) dlerror();
  if (fd >= 0) close(fd);
  program_names.handle = handle;
  program_names.symbols = library->symbols();
  program_names.strings = library->strings().c_str();
}

}  // namespace gort::image
