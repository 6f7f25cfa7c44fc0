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
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "compiler/compiler.h"
#include "image/cache.h"
#include "image/image.h"
#include "image/library.h"

namespace gort::compiler {
namespace {

constexpr off_t kBig = 512 << 10;
constexpr time_t kYoung = 2;  // seconds
constexpr size_t kHexDigits = 64;

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
    stamp(st);
  }
  void stamp(const struct stat& st) {
    for (auto n : {static_cast<uint64_t>(st.st_size), static_cast<uint64_t>(st.st_ino),
                   static_cast<uint64_t>(st.st_mtim.tv_sec), static_cast<uint64_t>(st.st_mtim.tv_nsec)})
      number(n);
  }

  // False when the file cannot be read or is not a plain file (reading a pipe would leave nothing for the compiler).
  bool contents(const std::string& name, const image::Cache& cache) {
    int fd = name == "-" ? STDIN_FILENO : open(name.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return false;
    struct stat st;
    bool good = !fstat(fd, &st) && S_ISREG(st.st_mode);
    if (good && st.st_size >= kBig) {
      std::string hash = hash_of(fd, st, cache);
      good = !hash.empty();
      text(hash);
    } else if (good && st.st_size) {
      good = bytes_of(fd, st);
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

  // The file's bytes. False when they cannot be read.
  bool bytes_of(int fd, const struct stat& st) {
    auto size = static_cast<size_t>(st.st_size);
    void* p = mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
    if (p == MAP_FAILED) return false;
    text({static_cast<const char*>(p), size});
    munmap(p, size);
    return true;
  }

  // A time of change can be set, but not the time of that.
  static std::string name_of_note(const struct stat& st) {
    Key key;
    key.stamp(st);
    for (auto n : {static_cast<uint64_t>(st.st_dev), static_cast<uint64_t>(st.st_ctim.tv_sec),
                   static_cast<uint64_t>(st.st_ctim.tv_nsec)})
      key.number(n);
    return key.finish();
  }

  // The hash of a big file, which takes a millisecond for 3 MB and is noted for the next start, under the file's stamp.
  // A change in the clock tick of the one before leaves the stamp as it is, so a file that is this young is not noted.
  static std::string hash_of(int fd, const struct stat& st, const image::Cache& cache) {
    std::string name = name_of_note(st), hash = cache.note(name);
    if (hash.size() == kHexDigits) return hash;
    Key whole;
    if (!whole.bytes_of(fd, st)) return {};
    hash = whole.finish();
    struct stat now;
    if (!fstat(fd, &now) && name_of_note(now) == name &&
        time(nullptr) - std::max(st.st_mtim.tv_sec, st.st_ctim.tv_sec) > kYoung)
      cache.keep_note(name, hash);
    return hash;
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

std::string cache_key(const Options& options, const image::Cache& cache) {
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
    if (!key.contents(file, cache)) return {};
  }
  return key.finish();
}

}  // namespace gort::compiler
