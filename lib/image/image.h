// lib/image/image.h: the linked image, the form in which every program starts.
//
// The compiler (a forked child that uses LLVM) links a program into four arenas at a fixed address and writes them,
// with all that the start needs, into one file: the image. The program's process maps that file, patches the places
// that hold foreign addresses, and boots. Nothing here uses LLVM. An image comes either out of the cache or straight
// from the child through a memfd; both are checked in the same way before a byte of them is trusted.
//
// File layout (all little endian, offsets from the start of the file):
//
//   Header                      one page
//   arena contents              each starts on a page; mapped MAP_PRIVATE at base + kArenaOffset[i]
//   tables                      the sections that Header::section names, 8-byte aligned
//
// The checksum covers every byte behind it. A reader that finds anything odd says so and the cache entry is not used.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace gort::image {

// Where images lie, and the range from which another place is drawn when that one is taken. Sanitizers keep their
// shadow memory where nothing else of a process lies, so they have places of their own. Otherwise an image lies in the
// 64 GB that begin with gort itself: a processor's table of branch targets holds jumps between the two in its short
// form there (an AMD Zen 5 takes 0.8 ns more for a foreign call from farther away).
#if defined(GORT_TSAN)
inline constexpr uint64_t kDefaultBase = 0x40'0000'0000, kOtherLow = 0x48'0000'0000, kOtherHigh = 0x78'0000'0000;
#elif defined(GORT_ASAN)
inline constexpr uint64_t kDefaultBase = 0x2000'0000'0000, kOtherLow = 0x2800'0000'0000, kOtherHigh = 0x5000'0000'0000;
#else
inline constexpr uint64_t kDefaultBase = 0x8'0000'0000, kOtherLow = 0x2000'0000'0000, kOtherHigh = 0x5000'0000'0000;
#endif
inline constexpr uint64_t kSpan = 2ull << 30;  // one reservation; every 32-bit offset inside it reaches
inline constexpr uint64_t kPage = 4096;

// Arenas. Module code alone may be preempted asynchronously: "is this pc module code" is two compares.
enum Arena : uint32_t {
  kModuleCode,  // checked code: has stack checks; also the stubs through which it reaches foreign code
  kNativeCode,  // code of .o and .a files, foreign: it runs on the system stack
  kReadOnly,
  kData,
  kZero,  // zero-filled data: no bytes in the file
  kArenas
};
inline constexpr uint64_t kArenaOffset[kArenas + 1] = {0,    256ull << 20, 384ull << 20, 512ull << 20, 768ull << 20,
                                                       kSpan};

// Tables of the image. Each is an array of the struct named, except the strings.
enum Section : uint32_t {
  kStrings,       // NUL-terminated strings, the first one empty; other tables hold offsets into it
  kImports,       // Import: foreign symbols
  kPlaces,        // Place: 8-byte words in the arenas that hold (address of import) + addend, sorted by offset
  kSymbols,       // Symbol: functions of both code arenas, sorted by address, for tracebacks
  kLines,         // Line: pc to source line, sorted by address; empty without debug info
  kCtors,         // InitFn: constructors in the order in which they run
  kDtors,         // InitFn: destructors in the order in which they are given to atexit (so they run in the reverse)
  kTls,           // TlsBlock: one a module that has thread-local variables
  kLibTls,        // LibTls: thread-local variables of shared libraries that the module reaches
  kLibraries,     // uint32_t string offsets: shared libraries to dlopen before imports are resolved
  kTasks,         // Task: init tasks and their package names, sorted by offset
  kDebugObjects,  // DebugObject: ELF files for gdb, with the final addresses; only with -g
  kDebugBytes,    // bytes of those ELF files
  kExports,       // Export: what dlsym and libraries find of the program, sorted by offset; empty when nobody looks
  kSections
};

enum ImportFlags : uint32_t {
  kImportWeak = 1,  // unresolved is not an error: the places get 0 + addend
  kImportFunction = 2,
  kImportRuntime = 4,  // a symbol of abi.def, by its *implementation* name
};
struct Import {
  uint32_t name;   // string offset
  uint32_t flags;  // ImportFlags
};
struct Place {
  uint64_t offset;  // from the image's base
  uint32_t import;  // index into kImports
  uint32_t pad;
  int64_t addend;
};
struct Symbol {
  uint64_t offset;  // from the base
  uint32_t size;
  uint32_t name;  // string offset
  uint32_t file;  // string offset of the module's source or file name
  uint32_t line;  // of the definition, 0 unknown
};
struct Line {
  uint32_t offset;  // from the base
  uint32_t file;    // string offset
  uint32_t line;    // 0 ends a sequence
};
struct InitFn {
  uint64_t offset;
  uint64_t priority;
};
// A module's thread-local variables: gort_tls gets the address of `desc`, a record {init, init size, size, align,
// slot}.
struct TlsBlock {
  uint64_t desc;  // offset from the base
};
struct LibTls {
  uint32_t name;   // string offset
  uint32_t flags;  // ImportFlags: a weak one that is not there leaves its pair zero
  uint64_t pair;   // offset of the {dtv module, offset} pair that __tls_get_addr takes
};
struct Task {
  uint64_t offset;   // of the init task record
  uint32_t package;  // string offset: "net/http"
  uint32_t pad;
};
struct DebugObject {
  uint64_t offset, size;  // inside kDebugBytes
};
// A function or variable that the program shows to libraries, to dlsym and dladdr.
struct Export {
  uint64_t offset;
  uint32_t size;
  uint32_t name;  // string offset
};

struct Header {
  char magic[8];         // "gortimg\n"
  uint64_t checksum[2];  // XXH3-128 of the file from `version` to its end
  uint32_t version;      // kVersion: changes with any change of this file or of the ABI
  uint32_t flags;        // HeaderFlags
  uint64_t file_size;
  uint64_t base;  // the address that the image is linked at
  struct {
    uint64_t file_offset, file_size, mem_size;
  } arena[kArenas];
  struct {
    uint64_t file_offset, size;
  } section[kSections];  // size in bytes
  // Entry points, offsets from the base; 0 when absent (a symbol at offset 0 cannot be one: stubs come first).
  uint64_t main_main;
  uint64_t main_inittask;
  uint64_t c_main;
  uint64_t eh_frame_hdr, eh_frame_hdr_size;  // sorted unwind table over all code, in kReadOnly
  uint64_t first_user_library;  // in kLibraries: from here on they see the exports, the system's before do not
  // Hooks that BOOT row 15 looks for; 0 when absent.
  uint64_t iscgo, cgo_thread_start, cgo_setenv, cgo_unsetenv, cgo_notify_runtime_init_done;
};
inline constexpr char kMagic[8] = {'g', 'o', 'r', 't', 'i', 'm', 'g', '\n'};
inline constexpr uint32_t kVersion = 2;
enum HeaderFlags : uint32_t { kHasDebugInfo = 1, kNeedsCxx = 2 };

// An image that lies in memory, checked and patched. Owned by the process for good: nothing is ever unmapped.
struct Loaded {
  const Header* header = nullptr;
  const char* strings = nullptr;
  uint64_t base = 0;

  const char* string(uint32_t offset) const { return strings + offset; }
  template <class T>
  std::span<const T> table(Section s) const {
    const char* file = reinterpret_cast<const char*>(header);
    return {reinterpret_cast<const T*>(file + header->section[s].file_offset), header->section[s].size / sizeof(T)};
  }
  void* at(uint64_t offset) const { return offset ? reinterpret_cast<void*>(base + offset) : nullptr; }
};

// Result of a check or a load: empty text when all is well.
struct Error {
  std::string text;
  bool address_taken = false;  // the image's address range is occupied: link again at another base
  explicit operator bool() const { return !text.empty(); }
};

// Checks a whole image that lies in memory: sizes, offsets, order, strings, checksum. Reads nothing outside `file`.
Error check(std::span<const std::byte> file);

// Maps the image in fd, checks it, opens its libraries, resolves its imports (runtime symbols from abi.def, then the
// process's and `libraries`' symbols) and patches its places. Unresolved symbols are an error that lists all of them.
Error load(int fd, std::span<const std::string> libraries, Loaded& out);

}  // namespace gort::image
