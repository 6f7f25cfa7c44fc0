// lib/image/load.cpp: from a file descriptor to code that can run.
//
// The way of every start: map the file to read it, check it, reserve the image's whole address span, map the arenas
// over it, open the libraries, bind the imports, write their addresses into the recorded places. Nothing is copied
// except the pages that hold such places. Protection comes with the mapping; an arena that has places to patch is
// mapped writable and protected afterwards, so code and constants are never writable while the program runs.
//
// Nothing is undone when a step fails: the caller prints the error and ends the process, or asks for an image at
// another base, which does not touch the first one's span.
#include <dlfcn.h>
#include <sys/mman.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstring>
#include <vector>

#include "base/sanitizer.h"
#include "boot/boot.h"
#include "cgo/cgo.h"
#include "image/exports.h"
#include "image/image.h"
#include "image/library.h"
#include "sched/proc.h"

namespace gort::image {
namespace {

uint64_t page_up(uint64_t n) { return (n + kPage - 1) & ~(kPage - 1); }

Error failed(const char* what) { return {std::string(what) + ": " + strerror(errno)}; }

int final_protection(uint32_t arena) {
  switch (arena) {
    case kModuleCode:
    case kNativeCode:
      return PROT_READ | PROT_EXEC;
    case kReadOnly:
      return PROT_READ;
    default:
      return PROT_READ | PROT_WRITE;
  }
}

class Loader {
 public:
  Loader(int fd, std::span<const std::string> libraries, Loaded& out) : fd_(fd), libraries_(libraries), out_(out) {}

  Error run() {
    for (auto step : {&Loader::read, &Loader::map, &Loader::bind_runtime, &Loader::open_libraries, &Loader::bind,
                      &Loader::patch, &Loader::thread_locals})
      if (Error e = (this->*step)()) {
        if (mapped_) munmap(reinterpret_cast<void*>(out_.base), kSpan);
        return e;
      }
    return {};
  }

 private:
  Error read() {
    struct stat st;
    if (fstat(fd_, &st)) return failed("cannot read the image");
    size_t size = static_cast<size_t>(st.st_size);
    if (size < sizeof(Header)) return {"the file is shorter than its header"};
    void* file = mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd_, 0);
    if (file == MAP_FAILED) return failed("cannot map the image");
    if (Error e = check({static_cast<const std::byte*>(file), size})) {
      munmap(file, size);
      return e;
    }
    out_.header = static_cast<const Header*>(file);
    out_.strings = static_cast<const char*>(file) + out_.header->section[kStrings].file_offset;
    out_.base = out_.header->base;
    return {};
  }

  Error map() {
    char* base = reinterpret_cast<char*>(out_.base);
    void* span = mmap(base, kSpan, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED_NOREPLACE, -1, 0);
    if (span != base) {
      // A kernel before 4.17 takes the address for a hint and answers with another one.
      if (span != MAP_FAILED) munmap(span, kSpan);
      Error e = failed("the image's address range cannot be had");
      e.address_taken = true;
      return e;
    }
    mapped_ = true;
    for (auto& p : out_.table<Place>(kPlaces)) patched_[arena_of(p.offset)] = true;
    for (uint32_t i = 0; i < kArenas; i++) {
      auto& a = out_.header->arena[i];
      if (!a.mem_size) continue;
      int protection = patched_[i] ? PROT_READ | PROT_WRITE : final_protection(i);
      int flags = MAP_PRIVATE | MAP_FIXED | (a.file_size ? 0 : MAP_ANONYMOUS | MAP_NORESERVE);
      if (mmap(base + kArenaOffset[i], page_up(a.mem_size), protection, flags, a.file_size ? fd_ : -1,
               a.file_size ? static_cast<off_t>(a.file_offset) : 0) == MAP_FAILED)
        return failed("cannot map the image");
    }
    return {};
  }

  // A library's constructor may call an exported function: it must get as far as the runtime, which says that it cannot
  // be done.
  Error bind_runtime() {
    auto imports = out_.table<Import>(kImports);
    addresses_.resize(imports.size());
    for (size_t i = 0; i < imports.size(); i++)
      if (imports[i].flags & kImportRuntime)
        if (auto* s = abi_implementation(out_.string(imports[i].name)))
          addresses_[i] = reinterpret_cast<uint64_t>(s->address);
    if (!out_.table<Export>(kExports).empty()) patch_places();
    return {};
  }

  Error open_libraries() {
    auto names = out_.table<uint32_t>(kLibraries);
    not_yet_booted(true);
    for (size_t i = 0; i <= names.size(); i++) {
      if (i == out_.header->first_user_library) export_symbols(out_);
      if (i == names.size()) break;
      if (Error e = open_library(out_.string(names[i]))) return e;
    }
    for (auto& name : libraries_)
      if (Error e = open_library(name.c_str())) return e;
    not_yet_booted(false);
    if (!names.empty() || !libraries_.empty()) {
      auto at = reinterpret_cast<uint64_t>(dlsym(RTLD_DEFAULT, "__cxa_get_globals"));
      bool exported = at - out_.base < kSpan;  // the program's own C++ runtime
      cxa_get_globals = exported ? nullptr : reinterpret_cast<uint64_t* (*)()>(at);
    }
    return {};
  }

  // Global, so that modules and later libraries see its symbols; bound now, because lazy binding runs the dynamic
  // linker on whatever stack makes the first call.
  static Error open_library(const char* name) {
    if (dlopen(name, RTLD_NOW | RTLD_GLOBAL)) return {};
    return {std::string("cannot open library ") + name + ": " + dlerror()};
  }

  Error bind() {
    auto imports = out_.table<Import>(kImports);
    std::string missing;
    for (size_t i = 0; i < imports.size(); i++) {
      const char* name = out_.string(imports[i].name);
      if (!(imports[i].flags & kImportRuntime)) {
        void* address = real_leaf(name);
        if (!address) address = dlsym(RTLD_DEFAULT, name);
        addresses_[i] = reinterpret_cast<uint64_t>(address);
      }
      if (!addresses_[i] && !(imports[i].flags & kImportWeak))
        missing += (missing.empty() ? "undefined symbol: " : "\nundefined symbol: ") + std::string(name);
    }
    return {missing};
  }

  void patch_places() {
    for (auto& p : out_.table<Place>(kPlaces)) {
      uint64_t value = addresses_[p.import] + static_cast<uint64_t>(p.addend);
      memcpy(reinterpret_cast<void*>(out_.base + p.offset), &value, sizeof value);
    }
  }

  Error patch() {
    patch_places();
    for (uint32_t i = 0; i < kArenas; i++) {
      if (!patched_[i] || final_protection(i) == (PROT_READ | PROT_WRITE)) continue;
      if (mprotect(reinterpret_cast<void*>(out_.base + kArenaOffset[i]), page_up(out_.header->arena[i].mem_size),
                   final_protection(i)))
        return failed("cannot protect the image");
    }
    return {};
  }

  Error thread_locals() {
    uint64_t slot = 0;
    for (auto& t : out_.table<TlsBlock>(kTls)) static_cast<uint64_t*>(out_.at(t.desc))[4] = ++slot;
    std::string missing;
    for (auto& t : out_.table<LibTls>(kLibTls))
      if (!find_library_tls(out_.string(t.name), static_cast<uint64_t*>(out_.at(t.pair))) && !(t.flags & kImportWeak))
        missing += (missing.empty() ? "undefined thread-local variable: " : "\nundefined thread-local variable: ") +
                   std::string(out_.string(t.name));
    return {missing};
  }

  static uint32_t arena_of(uint64_t offset) {
    uint32_t i = 0;
    while (offset >= kArenaOffset[i + 1]) i++;
    return i;
  }

  int fd_;
  std::span<const std::string> libraries_;
  Loaded& out_;
  bool mapped_ = false;
  bool patched_[kArenas] = {};
  std::vector<uint64_t> addresses_;
};

}  // namespace

Error load(int fd, std::span<const std::string> libraries, Loaded& out) { return Loader(fd, libraries, out).run(); }

}  // namespace gort::image
