// lib/compiler/debug_info.cpp: DWARF in, tables and ELF out. See debug_info.h.
#include "compiler/debug_info.h"

#include <llvm/BinaryFormat/ELF.h>
#include <llvm/DebugInfo/DWARF/DWARFCompileUnit.h>
#include <llvm/DebugInfo/DWARF/DWARFContext.h>
#include <llvm/DebugInfo/DWARF/DWARFDebugLine.h>
#include <llvm/ExecutionEngine/JITLink/JITLink.h>
#include <llvm/ExecutionEngine/Orc/Debugging/DebugInfoSupport.h>
#include <llvm/Object/ELFTypes.h>

#include <algorithm>
#include <cstring>

namespace gort::compiler {
namespace {

using namespace llvm;
using namespace llvm::jitlink;

bool is_code(const Section& s) {
  return s.getMemLifetime() != orc::MemLifetime::NoAlloc && (s.getMemProt() & orc::MemProt::Exec) != orc::MemProt::None;
}

// The bytes of a section without an address, its blocks in order.
std::string section_bytes(Section& section) {
  SmallVector<Block*, 8> blocks(section.blocks().begin(), section.blocks().end());
  llvm::sort(blocks, [](Block* a, Block* b) { return a->getAddress() < b->getAddress(); });
  std::string out;
  for (Block* b : blocks) {
    out.resize(alignTo(out.size(), b->getAlignment()));
    if (b->isZeroFill())
      out.append(b->getSize(), '\0');
    else
      out.append(b->getContent().data(), b->getSize());
  }
  return out;
}

}  // namespace

void record_lines(LinkGraph& graph, const Slab& slab, image::Writer& image) {
  auto context = orc::createDWARFContext(graph);
  if (!context) {
    // No line table is no reason not to run.
    consumeError(context.takeError());
    return;
  }
  DWARFContext& dwarf = *context->first;
  for (auto& unit : dwarf.compile_units()) {
    auto table = dwarf.getLineTableForUnit(unit.get(), [](Error e) { consumeError(std::move(e)); });
    if (!table) {
      consumeError(table.takeError());
      continue;
    }
    if (!*table) continue;
    DenseMap<uint64_t, uint32_t> files;
    auto file = [&](uint64_t index) {
      auto [it, fresh] = files.try_emplace(index, 0);
      std::string name;
      if (fresh && (*table)->getFileNameByIndex(index, unit->getCompilationDir(),
                                                DILineInfoSpecifier::FileLineInfoKind::AbsoluteFilePath, name))
        it->second = image.string(name);
      return it->second;
    };
    size_t sequence = image.lines.size();
    for (auto& row : (*table)->Rows) {
      uint64_t offset = row.Address.Address - slab.base();
      if (offset >= image::kArenaOffset[image::kReadOnly]) continue;  // of a function that was dropped
      image::Line line{static_cast<uint32_t>(offset), row.EndSequence ? 0 : file(row.File),
                       row.EndSequence ? 0 : row.Line};
      bool continues = image.lines.size() > sequence;
      // Of several rows for one instruction the last counts; a row that repeats its predecessor says nothing.
      if (continues && image.lines.back().offset == line.offset)
        image.lines.back() = line;
      else if (!continues || image.lines.back().line != line.line || image.lines.back().file != line.file)
        image.lines.push_back(line);
      if (row.EndSequence) sequence = image.lines.size();
    }
  }
}

void name_symbols_lines(image::Writer& image) {
  std::sort(image.lines.begin(), image.lines.end(),
            [](auto& a, auto& b) { return std::tie(a.offset, a.line) < std::tie(b.offset, b.line); });
  for (auto& s : image.symbols) {
    auto it = std::upper_bound(image.lines.begin(), image.lines.end(), s.offset,
                               [](uint64_t at, auto& l) { return at < l.offset; });
    if (it == image.lines.begin() || !it[-1].line || it[-1].offset != s.offset) continue;
    s.file = it[-1].file;
    s.line = it[-1].line;
  }
}

// The file has no segments and no relocations: a section header for the code, which lies elsewhere in memory, the frame
// descriptions, a symbol table, and the debug sections as JITLink left them, with final addresses.
void record_debug_object(LinkGraph& graph, image::Writer& image) {
  using ELFT = object::ELF64LE;
  uint64_t lo = ~0ull, hi = 0;
  for (Section& section : graph.sections())
    if (is_code(section))
      for (Block* b : section.blocks()) {
        lo = std::min(lo, b->getAddress().getValue());
        hi = std::max(hi, b->getAddress().getValue() + b->getSize());
      }
  if (lo >= hi) return;

  std::string file(sizeof(ELFT::Ehdr), '\0'), names(1, '\0');
  std::vector<ELFT::Shdr> headers(1);
  memset(&headers[0], 0, sizeof headers[0]);
  auto add = [&](StringRef name, uint32_t type, uint64_t flags, uint64_t address, uint64_t align,
                 StringRef bytes) -> ELFT::Shdr& {
    file.resize(alignTo(file.size(), align));
    ELFT::Shdr h;
    memset(&h, 0, sizeof h);
    h.sh_name = static_cast<uint32_t>(names.size());
    names.append(name.data(), name.size()).push_back('\0');
    h.sh_type = type;
    h.sh_flags = flags;
    h.sh_addr = address;
    h.sh_addralign = align;
    h.sh_offset = file.size();
    h.sh_size = bytes.size();
    file.append(bytes.data(), bytes.size());
    headers.push_back(h);
    return headers.back();
  };
  add(".text", ELF::SHT_NOBITS, ELF::SHF_ALLOC | ELF::SHF_EXECINSTR, lo, 16, "").sh_size = hi - lo;
  // gdb unwinds by the object's own frame descriptions; the addresses in them are relative to where they lie.
  if (Section* frames = graph.findSectionByName(".eh_frame"))
    if (SectionRange range(*frames); !range.empty())
      add(".eh_frame", ELF::SHT_PROGBITS, ELF::SHF_ALLOC, range.getStart().getValue(), 8, section_bytes(*frames));

  std::string strings(1, '\0');
  std::vector<ELFT::Sym> symbols(1);
  memset(&symbols[0], 0, sizeof symbols[0]);
  for (Symbol* s : graph.defined_symbols()) {
    if (!s->hasName() || !is_code(s->getSection())) continue;
    ELFT::Sym sym;
    memset(&sym, 0, sizeof sym);
    sym.st_name = static_cast<uint32_t>(strings.size());
    strings.append((*s->getName()).data(), (*s->getName()).size()).push_back('\0');
    sym.setBindingAndType(ELF::STB_GLOBAL, ELF::STT_FUNC);
    sym.st_shndx = 1;
    sym.st_value = s->getAddress().getValue();
    sym.st_size = s->getSize();
    symbols.push_back(sym);
  }
  for (Section& section : graph.sections())
    if (section.getName().starts_with(".debug_"))
      add(section.getName(), ELF::SHT_PROGBITS, 0, 0, 1, section_bytes(section));
  auto& table = add(".symtab", ELF::SHT_SYMTAB, 0, 0, 8,
                    {reinterpret_cast<const char*>(symbols.data()), symbols.size() * sizeof(ELFT::Sym)});
  table.sh_entsize = sizeof(ELFT::Sym);
  table.sh_info = 1;
  table.sh_link = static_cast<uint32_t>(headers.size());  // .strtab comes next
  add(".strtab", ELF::SHT_STRTAB, 0, 0, 1, strings);
  auto& last = add(".shstrtab", ELF::SHT_STRTAB, 0, 0, 1, "");
  last.sh_size = names.size();
  file += names;
  file.resize(alignTo(file.size(), 8));

  ELFT::Ehdr e;
  memset(&e, 0, sizeof e);
  memcpy(e.e_ident, ELF::ElfMagic, 4);
  e.e_ident[ELF::EI_CLASS] = ELF::ELFCLASS64;
  e.e_ident[ELF::EI_DATA] = ELF::ELFDATA2LSB;
  e.e_ident[ELF::EI_VERSION] = ELF::EV_CURRENT;
  e.e_type = ELF::ET_EXEC;
  e.e_machine = ELF::EM_X86_64;
  e.e_version = ELF::EV_CURRENT;
  e.e_ehsize = sizeof e;
  e.e_shentsize = sizeof(ELFT::Shdr);
  e.e_shnum = static_cast<uint16_t>(headers.size());
  e.e_shstrndx = static_cast<uint16_t>(headers.size() - 1);
  e.e_shoff = file.size();
  memcpy(file.data(), &e, sizeof e);
  file.append(reinterpret_cast<const char*>(headers.data()), headers.size() * sizeof(ELFT::Shdr));

  while (image.debug_bytes.size() % 16) image.debug_bytes.push_back({});
  image.debug_objects.push_back({image.debug_bytes.size(), file.size()});
  auto* bytes = reinterpret_cast<const std::byte*>(file.data());
  image.debug_bytes.insert(image.debug_bytes.end(), bytes, bytes + file.size());
}

}  // namespace gort::compiler
