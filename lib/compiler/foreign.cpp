// lib/compiler/foreign.cpp: names outside the program. See foreign.h.
#include "compiler/foreign.h"

#include <llvm/Object/ELFObjectFile.h>
#include <llvm/Support/Path.h>

#include <tuple>

#include "image/library.h"

// After LLVM, whose enumerators have the names of these macros.
#include <dlfcn.h>
#include <link.h>

namespace gort::compiler {
namespace {

using namespace llvm;

// Libraries that gort opens by itself, by the shape of the names that are theirs.
struct Companion {
  const char* file;
  std::initializer_list<StringRef> prefixes;
};
const Companion kCompanions[] = {
    {"libgcc_s.so.1", {"_Unwind_", "__"}},
    {"libstdc++.so.6", {"_Z", "__cxa_", "__gxx_", "__dynamic_cast"}},
    {"libm.so.6", {""}},
    {"libatomic.so.1", {"__atomic_"}},
};

}  // namespace

Error Foreign::open(const std::vector<std::string>& libraries) {
  first_user_library_ = libraries_.size();
  for (auto& name : libraries) {
    std::string found = image::find_library(name);
    std::string file = found.empty() ? std::string() : image::library_file(found);
    if (file.empty() || !read_symbols(file, found)) {
      // The dynamic linker knows more directories (ld.so.conf); a library that only it can find is still opened.
      if (found.empty() || found.find('/') != found.npos)
        return createStringError("cannot find library %s (looked for %s)", name.c_str(),
                                 found.empty() ? ("lib" + name + ".so").c_str() : found.c_str());
      incomplete_ = true;
    }
    libraries_.push_back(found);
  }
  return Error::success();
}

void Foreign::open_companion(const std::string& file) {
  if (opened_.contains(file) || !dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL)) return;
  opened_.insert(file);
  libraries_.push_back(file);
}

bool Foreign::read_symbols(const std::string& file, const std::string& shown) {
  if (!read_.insert(file).second) return true;
  auto binary = object::ObjectFile::createObjectFile(file);
  if (!binary) {
    consumeError(binary.takeError());
    return false;
  }
  auto* elf = dyn_cast<object::ELF64LEObjectFile>(binary->getBinary());
  if (!elf) return false;
  for (auto symbol : elf->getDynamicSymbolIterators()) {
    Expected<uint32_t> flags = symbol.getFlags();
    Expected<StringRef> name = symbol.getName();
    if (flags && name) {
      if (*flags & object::SymbolRef::SF_Undefined)
        wanted_.insert(*name);
      else
        symbols_[*name] = symbol.getELFType() == STT_OBJECT ? Kind::object : Kind::function;
    }
    if (!flags) consumeError(flags.takeError());
    if (!name) consumeError(name.takeError());
  }
  // What the library needs is searched too, as the dynamic linker does: beside it, or in the usual directories.
  auto dynamic = elf->getELFFile().dynamicEntries();
  if (!dynamic) {
    consumeError(dynamic.takeError());
    return true;
  }
  uint64_t strings = 0;
  for (auto& entry : *dynamic)
    if (entry.getTag() == DT_STRTAB) strings = entry.getPtr();
  auto base = elf->getELFFile().toMappedAddr(strings);
  if (!base) {
    consumeError(base.takeError());
    return true;
  }
  for (auto& entry : *dynamic) {
    if (entry.getTag() != DT_NEEDED) continue;
    std::string needed = reinterpret_cast<const char*>(*base + entry.getVal());
    if (dlopen(needed.c_str(), RTLD_NOW | RTLD_NOLOAD)) continue;  // in this process already: dlsym answers
    std::string beside = (sys::path::parent_path(shown) + "/" + needed).str();
    std::string path = image::library_file(needed);
    if (!read_symbols(beside, beside) && (path.empty() || !read_symbols(path, path))) incomplete_ = true;
  }
  return true;
}

Foreign::Kind Foreign::find_in_process(StringRef name) {
  std::string text = name.str();
  void* address = dlsym(RTLD_DEFAULT, text.c_str());
  if (!address) return Kind::missing;
  Dl_info info;
  ElfW(Sym)* symbol = nullptr;
  // An address that the dynamic linker made up (an ifunc's choice) has no symbol of its own: a function.
  if (!dladdr1(address, &info, reinterpret_cast<void**>(&symbol), RTLD_DL_SYMENT) || !symbol ||
      info.dli_saddr != address)
    return Kind::function;
  switch (ELF64_ST_TYPE(symbol->st_info)) {
    case STT_OBJECT:
    case STT_COMMON:
    case STT_TLS:
      return Kind::object;
    default:
      return Kind::function;
  }
}

Foreign::Kind Foreign::find(StringRef name) {
  if (Kind k = find_in_process(name); k != Kind::missing) return k;
  if (auto it = symbols_.find(name); it != symbols_.end()) return it->second;
  for (auto& companion : kCompanions) {
    if (opened_.contains(companion.file) ||
        none_of(companion.prefixes, [&](StringRef p) { return name.starts_with(p); }))
      continue;
    void* handle = dlopen(companion.file, RTLD_NOW | RTLD_LOCAL);
    if (!handle) continue;
    // Opened for good only when it has the name; a local handle does not change what dlsym(RTLD_DEFAULT) sees.
    if (!dlsym(handle, name.str().c_str())) {
      dlclose(handle);
      continue;
    }
    open_companion(companion.file);
    return find_in_process(name);
  }
  return Kind::missing;
}

std::string Foreign::nearest(StringRef name, const StringSet<>& more) {
  // The C library's own names are read only now: somebody made a mistake, so there is time.
  for (const char* file : {"libc.so.6", "libm.so.6"})
    if (std::string path = image::library_file(file); !path.empty()) read_symbols(path, path);
  unsigned cutoff = name.size() < 4 ? 1 : name.size() < 8 ? 2 : 3;
  // Among equally near names the one that begins alike (printf before lrint for prinft), then the first of the
  // alphabet.
  std::tuple<unsigned, size_t, std::string> best(cutoff + 1, 0, "");
  auto look = [&](StringRef known) {
    if (known.starts_with("_") && !name.starts_with("_")) return;
    unsigned distance = name.edit_distance(known, true, cutoff);
    if (distance > cutoff) return;
    size_t alike = 0;
    while (alike < std::min(name.size(), known.size()) && name[alike] == known[alike]) alike++;
    best = std::min(best, std::tuple(distance, name.size() - alike, known.str()));
  };
  for (auto& entry : more) look(entry.getKey());
  for (auto& entry : symbols_) look(entry.getKey());
  return std::get<2>(best);
}

}  // namespace gort::compiler
