// lib/compiler/cache_key.cpp: the hash under which a program's image is kept.
//
// It runs at every start, before anything is known, so it uses of LLVM only its hash function (2 ms for 10 MB), which
// needs no start-up. Whatever may change the image is in: the files' contents and names (names appear in tracebacks),
// the options, the gort binary itself, the processor, the shared libraries' stamps.
#include <cpuid.h>
#include <fcntl.h>
#include <llvm/ADT/StringExtras.h>
#include <llvm/Support/BLAKE3.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>

#include "compiler/compiler.h"
#include "image/image.h"
#include "image/library.h"

namespace gort::compiler {
namespace {

class Key {
 public:
  // Every item goes in with its length, so that no two lists of items read the same.
  void text(std::string_view s) {
    number(s.size());
    bytes(s.data(), s.size());
  }
  void number(uint64_t n) { bytes(&n, sizeof n); }

  // What tells one build or version of a file from another without reading it.
  void stamp(const char* path) {
    struct stat st;
    if (stat(path, &st)) return number(0);
    for (auto n : {static_cast<uint64_t>(st.st_size), static_cast<uint64_t>(st.st_ino),
                   static_cast<uint64_t>(st.st_mtim.tv_sec), static_cast<uint64_t>(st.st_mtim.tv_nsec)})
      number(n);
  }

  // False when the file cannot be read or is not a plain file (reading a pipe would leave nothing for the compiler).
  bool contents(const std::string& name) {
    int fd = name == "-" ? STDIN_FILENO : open(name.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    struct stat st;
    bool good = !fstat(fd, &st) && S_ISREG(st.st_mode);
    if (good && st.st_size) {
      auto size = static_cast<size_t>(st.st_size);
      void* p = mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
      good = p != MAP_FAILED;
      if (good) {
        text({static_cast<const char*>(p), size});
        munmap(p, size);
      }
    }
    if (fd != STDIN_FILENO) close(fd);
    return good;
  }

  void processor() {
    unsigned a, b, c, d;
    auto leaf = [&](unsigned number_, unsigned sub, unsigned b_mask) {
      if (!__get_cpuid_count(number_, sub, &a, &b, &c, &d)) a = b = c = d = 0;
      for (unsigned r : {a, b & b_mask, c, d}) number(r);
    };
    leaf(0, 0, ~0u);
    leaf(1, 0, 0xffff);  // the rest of ebx tells which processor of the machine this is
    bool xsave = c & bit_OSXSAVE;
    leaf(7, 0, ~0u);
    leaf(7, 1, ~0u);
    leaf(0x80000001, 0, ~0u);
    if (xsave) {
      unsigned lo, hi;
      asm("xgetbv" : "=a"(lo), "=d"(hi) : "c"(0));
      number(lo);
    }
  }

  std::string finish() {
    std::array<uint8_t, 32> hash = hasher_.final<32>();
    return llvm::toHex(hash, /*LowerCase=*/true);
  }

 private:
  void bytes(const void* p, size_t n) { hasher_.update(llvm::ArrayRef(static_cast<const uint8_t*>(p), n)); }
  llvm::BLAKE3 hasher_;
};

}  // namespace

std::string cache_key(const Options& options) {
  Key key;
  key.text(GORT_VERSION " LLVM " GORT_LLVM_VERSION);
  key.number(image::kVersion);
  key.stamp("/proc/self/exe");
  key.processor();
  for (uint64_t n : {static_cast<uint64_t>(options.opt_level), uint64_t{options.debug}, uint64_t{options.lazy},
                     uint64_t{options.profile}, options.base})
    key.number(n);
  key.text(options.entry);
  key.number(options.libraries.size());
  for (auto& library : options.libraries) {
    std::string found = image::find_library(library);
    key.text(library);
    key.text(found);
    key.stamp(image::library_file(found).c_str());
  }
  key.number(options.files.size());
  for (auto& file : options.files) {
    key.text(file);
    if (!key.contents(file)) return {};
  }
  return key.finish();
}

}  // namespace gort::compiler
