// lib/image/format.cpp: is this file an image that may be mapped?
//
// check() trusts nothing: it is given any bytes (a damaged cache entry, a fuzzer's input) and reads only inside them.
// What it has accepted, the rest of the library uses without looking again: every offset, index and string of every
// table is inside its arena or table, tables that are searched are sorted, and the unwind table's entries lie in the
// image. What it cannot judge is the machine code itself; for that there is the checksum.
#include <cstring>
#include <type_traits>

#include "image/checksum.h"

namespace gort::image {
namespace {

constexpr size_t kElementSize[kSections] = {
    1,                 // kStrings
    sizeof(Import),    // kImports
    sizeof(Place),     // kPlaces
    sizeof(Symbol),    // kSymbols
    sizeof(Line),      // kLines
    sizeof(InitFn),    // kCtors
    sizeof(InitFn),    // kDtors
    sizeof(TlsBlock),  // kTls
    sizeof(LibTls),    // kLibTls
    sizeof(uint32_t),  // kLibraries
    sizeof(Task),      // kTasks
    sizeof(DebugObject),
    1,  // kDebugBytes
    sizeof(Export),
};

class Checker {
 public:
  explicit Checker(std::span<const std::byte> file) : file_(file) {}

  const char* run() {
    if (file_.size() < kPage) return "the file is shorter than its header";
    if (reinterpret_cast<uintptr_t>(file_.data()) % alignof(Header)) return "the file is not aligned in memory";
    h_ = reinterpret_cast<const Header*>(file_.data());
    if (memcmp(h_->magic, kMagic, sizeof kMagic)) return "the magic number is wrong";
    if (h_->version != kVersion) return "it was written by another version of gort";
    if (h_->file_size != file_.size()) return "the file is truncated or has bytes too many";
    uint64_t sum[2];
    checksum(file_, sum);
    if (memcmp(sum, h_->checksum, sizeof sum)) return "the checksum is wrong";
    if (h_->base % kPage || h_->base < (1 << 16) || h_->base > (1ull << 47) - kSpan)
      return "the base address is impossible";

    for (auto step : {&Checker::arenas, &Checker::sections, &Checker::strings, &Checker::imports, &Checker::places,
                      &Checker::symbols, &Checker::lines, &Checker::start, &Checker::tls, &Checker::debug,
                      &Checker::exports, &Checker::entries, &Checker::unwind})
      if (const char* wrong = (this->*step)()) return wrong;
    return nullptr;
  }

 private:
  // Arenas and tables follow each other in the file, in the order of their numbers, so none overlaps another.
  const char* arenas() {
    end_ = kPage;
    for (uint32_t i = 0; i < kArenas; i++) {
      auto& a = h_->arena[i];
      if (a.file_size > a.mem_size || a.mem_size > kArenaOffset[i + 1] - kArenaOffset[i])
        return "an arena has an impossible size";
      if (a.file_size != (i == kZero ? 0 : a.mem_size)) return "an arena's size in the file is not its size in memory";
      if (!follows(a.file_offset, a.file_size, kPage)) return "an arena lies outside the file";
    }
    return nullptr;
  }

  const char* sections() {
    for (uint32_t i = 0; i < kSections; i++) {
      auto& s = h_->section[i];
      if (!follows(s.file_offset, s.size, 8)) return "a table lies outside the file";
      if (s.size % kElementSize[i]) return "a table's size is not a multiple of its element";
    }
    return nullptr;
  }

  const char* strings() {
    auto s = table<char>(kStrings);
    return s.empty() || s.front() || s.back() ? "the strings are not terminated" : nullptr;
  }

  const char* imports() {
    for (auto& i : table<Import>(kImports))
      if (!name(i.name) || i.flags & ~(kImportWeak | kImportFunction | kImportRuntime)) return "an import is malformed";
    return nullptr;
  }

  const char* places() {
    uint64_t next = 0, imports = table<Import>(kImports).size();
    for (auto& p : table<Place>(kPlaces)) {
      if (p.offset < next) return "the patched places are not in order";
      if (p.import >= imports) return "a patched place names no import";
      if (!within(p.offset, 8, {kModuleCode, kNativeCode, kReadOnly, kData}))
        return "a patched place lies outside the image";
      next = p.offset + 8;
    }
    return nullptr;
  }

  const char* symbols() {
    uint64_t last = 0;
    for (auto& s : table<Symbol>(kSymbols)) {
      if (s.offset < last) return "the symbols are not in order";
      if (!text(s.name) || !text(s.file) || !within(s.offset, s.size, {kModuleCode, kNativeCode}))
        return "a symbol is malformed";
      last = s.offset;
    }
    return nullptr;
  }

  const char* lines() {
    uint32_t last = 0;
    for (auto& l : table<Line>(kLines)) {
      if (l.offset < last) return "the line table is not in order";
      if (!text(l.file) || !within(l.offset, 0, {kModuleCode, kNativeCode})) return "a line is malformed";
      last = l.offset;
    }
    return nullptr;
  }

  const char* start() {
    for (auto s : {kCtors, kDtors})
      for (auto& f : table<InitFn>(s))
        if (!code(f.offset)) return "a constructor lies outside the code";
    for (auto l : table<uint32_t>(kLibraries))
      if (!name(l)) return "a library has no name";
    uint64_t last = 0;
    for (auto& t : table<Task>(kTasks)) {
      if (t.offset < last) return "the init tasks are not in order";
      if (!text(t.package) || !within(t.offset, 24, {kReadOnly, kData, kZero})) return "an init task is malformed";
      last = t.offset;
    }
    return nullptr;
  }

  const char* tls() {
    for (auto& t : table<TlsBlock>(kTls))
      if (t.desc % 8 || !within(t.desc, 5 * 8, {kData})) return "a thread-local block is malformed";
    for (auto& t : table<LibTls>(kLibTls))
      if (!name(t.name) || t.flags & ~uint32_t{kImportWeak} || t.pair % 8 || !within(t.pair, 2 * 8, {kData, kZero}))
        return "a library's thread-local variable is malformed";
    return nullptr;
  }

  const char* debug() {
    uint64_t size = h_->section[kDebugBytes].size;
    for (auto& d : table<DebugObject>(kDebugObjects))
      if (d.offset > size || d.size > size - d.offset) return "a debug object lies outside the file";
    return nullptr;
  }

  const char* exports() {
    uint64_t last = 0;
    for (auto& e : table<Export>(kExports)) {
      if (e.offset < last) return "the exports are not in order";
      if (!name(e.name) || !within(e.offset, e.size, {kModuleCode, kReadOnly, kData, kZero}))
        return "an export is malformed";
      last = e.offset;
    }
    if (h_->first_user_library > table<uint32_t>(kLibraries).size()) return "there are fewer libraries than the users'";
    return nullptr;
  }

  const char* entries() {
    for (uint64_t f : {h_->main_main, h_->c_main})
      if (f && !code(f)) return "the entry point lies outside the code";
    if (h_->main_inittask && !within(h_->main_inittask, 24, {kReadOnly, kData, kZero}))
      return "main_inittask lies outside the image";
    for (uint64_t p :
         {h_->iscgo, h_->cgo_thread_start, h_->cgo_setenv, h_->cgo_unsetenv, h_->cgo_notify_runtime_init_done})
      if (p && !within(p, 1, {kModuleCode, kNativeCode, kReadOnly, kData, kZero}))
        return "a cgo hook lies outside the image";
    return nullptr;
  }

  // The layout is that of .eh_frame_hdr: version 1, encodings 0x1b 0x03 0x3b, the distance to the first .eh_frame, a
  // count, and pairs of 32-bit distances from the table itself to a function and to its frame description, sorted by
  // function.
  const char* unwind() {
    uint64_t at = h_->eh_frame_hdr, size = h_->eh_frame_hdr_size;
    if (!at) return size ? "the unwind table has no address" : nullptr;
    if (at % 4 || size < 12 || !within(at, size, {kReadOnly})) return "the unwind table lies outside the image";
    auto& ro = h_->arena[kReadOnly];
    const std::byte* t = file_.data() + ro.file_offset + (at - kArenaOffset[kReadOnly]);
    static constexpr uint8_t kHead[4] = {1, 0x1b, 0x03, 0x3b};
    if (memcmp(t, kHead, 4)) return "the unwind table's head is wrong";
    auto word = [&](size_t i) {
      int32_t v;
      memcpy(&v, t + 4 * i, 4);
      return v;
    };
    uint64_t count = static_cast<uint32_t>(word(2));
    if (size != 12 + 8 * count) return "the unwind table's size is wrong";
    if (!within(at + 4 + word(1), 0, {kReadOnly})) return "the unwind table points outside the image";
    int32_t last = INT32_MIN;
    for (uint64_t i = 0; i < count; i++) {
      int32_t pc = word(3 + 2 * i), fde = word(4 + 2 * i);
      if (pc < last) return "the unwind table is not in order";
      if (!code(at + pc) || !within(at + fde, 16, {kReadOnly})) return "the unwind table points outside the image";
      last = pc;
    }
    return nullptr;
  }

  bool follows(uint64_t offset, uint64_t size, uint64_t align) {
    if (offset % align || offset < end_ || offset > file_.size() || size > file_.size() - offset) return false;
    end_ = offset + size;
    return true;
  }
  bool within(uint64_t offset, uint64_t size, std::initializer_list<Arena> arenas) const {
    for (Arena a : arenas) {
      uint64_t lo = kArenaOffset[a], n = h_->arena[a].mem_size;
      if (offset >= lo && offset - lo <= n && size <= n - (offset - lo)) return true;
    }
    return false;
  }
  bool code(uint64_t offset) const { return within(offset, 1, {kModuleCode, kNativeCode}); }
  bool text(uint32_t offset) const { return offset < h_->section[kStrings].size; }
  bool name(uint32_t offset) const { return text(offset) && table<char>(kStrings)[offset]; }
  template <class T>
  std::span<const T> table(Section s) const {
    return {reinterpret_cast<const T*>(file_.data() + h_->section[s].file_offset), h_->section[s].size / sizeof(T)};
  }

  std::span<const std::byte> file_;
  const Header* h_ = nullptr;
  uint64_t end_ = 0;
};

static_assert(std::is_trivially_copyable_v<Header> && sizeof(Header) <= kPage);

}  // namespace

Error check(std::span<const std::byte> file) {
  const char* wrong = Checker(file).run();
  return wrong ? Error{wrong} : Error{};
}

}  // namespace gort::image
