// test/fuzz/image_fuzz.cpp: whatever the bytes of an image file are, check() says yes or no, and what it has said yes
// to can be loaded and searched without a read outside.
//
// An input is an image file. The mutator keeps magic number, size and checksum right (but for one time in sixteen),
// since no fuzzer finds them, and prefers the words that the reader works with: the header and the tables.
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <random>
#include <vector>

#include "fuzz.h"
#include "image/checksum.h"
#include "image/program.h"
#include "image/unwind.h"
#include "image/writer.h"

using namespace gort::image;

namespace {

// AddressSanitizer's own memory lies where images usually do.
constexpr uint64_t kBase = 0x2000'0000'0000;

void seal(std::span<std::byte> file) {
  if (file.size() < kPage) return;
  auto* h = reinterpret_cast<Header*>(file.data());
  memcpy(h->magic, kMagic, sizeof kMagic);
  h->version = kVersion;
  h->file_size = file.size();
  checksum(file, h->checksum);
}

// A use that the optimiser cannot take away.
void use(uint64_t value) { asm volatile("" : : "r"(value)); }
void use(const char* text) { use(strlen(text)); }

void search(const Loaded& loaded) {
  const gort::ModuleInfo& info = adopt(loaded);
  auto ask = [&](uint64_t pc) {
    gort::SymbolInfo s = info.symbolize(pc);
    if (!s.name) return;
    use(s.name), use(s.file), use(s.line), use(s.entry);
    // The unwinder's search ends in a frame description, whose head it reads.
    dl_find_object object;
    if (_dl_find_object(reinterpret_cast<void*>(pc), &object)) return;
    auto* table = static_cast<const char*>(object.dlfo_eh_frame);
    uint32_t count;
    memcpy(&count, table + 8, sizeof count);
    for (uint32_t i = 0; i < count && i < 100; i++) {
      int32_t entry[2];
      memcpy(entry, table + 12 + 8ul * i, sizeof entry);
      use(*reinterpret_cast<const volatile uint64_t*>(table + entry[1] + 8));
    }
  };
  unsigned asked = 0;
  for (auto& s : loaded.table<Symbol>(kSymbols)) {
    if (++asked > 200) break;
    for (uint64_t d : {uint64_t{0}, uint64_t{1}, uint64_t{s.size}, s.size - 1ul, ~uint64_t{0}})
      ask(loaded.base + s.offset + d);
  }
  for (auto& l : loaded.table<Line>(kLines)) {
    if (++asked > 400) break;
    ask(loaded.base + l.offset);
  }
  for (uint64_t pc :
       {loaded.base, loaded.base - 1, loaded.base + kSpan, loaded.base + kSpan - 1, uint64_t{0}, ~uint64_t{0}})
    ask(pc);
  for (auto& t : loaded.table<Task>(kTasks)) use(info.task_package(loaded.at(t.offset)));
  use(info.task_package(info.main_inittask));
}

// As a start does it; without what would reach out of this process's business: libraries to open, names to show to the
// dynamic linker, code to run.
void load_and_search(std::vector<std::byte> file) {
  auto* h = reinterpret_cast<Header*>(file.data());
  h->base = kBase;
  for (auto s : {kLibraries, kCtors, kDtors, kExports}) h->section[s].size = 0;
  h->first_user_library = 0;
  seal(file);
  int fd = memfd_create("image", MFD_CLOEXEC);
  if (fd < 0 || !write_all(fd, file)) abort();
  Loaded loaded;
  if (gort::image::Error e = load(fd, {}, loaded); !e) {
    search(loaded);
    munmap(reinterpret_cast<void*>(loaded.base), kSpan);
  } else if (e.address_taken) {
    abort();
  }
  if (loaded.header) munmap(const_cast<Header*>(loaded.header), file.size());
  close(fd);
}

class Mutator {
 public:
  Mutator(std::vector<std::byte>& file, unsigned seed) : file_(file), random_(seed) {}

  void run() {
    for (unsigned n = 1 + pick(4); n; n--) one();
    if (pick(16)) seal(file_);
  }

 private:
  uint64_t pick(uint64_t below) { return below ? random_() % below : 0; }
  Header& header() { return *reinterpret_cast<Header*>(file_.data()); }

  void one() {
    if (file_.size() < kPage) return file_.resize(kPage);
    switch (pick(8)) {
      case 0:
      case 1:
        return set(offsetof(Header, base) + 8 * pick((sizeof(Header) - offsetof(Header, base)) / 8), 8);
      case 2:
      case 3:
        return in_table();
      case 4:
        return grow_table();
      case 5:
        header().arena[kZero].mem_size = pick(2) ? pick(64) * 8 : interesting();
        return;
      case 6:
        if (!pick(8)) file_.resize(pick(2) ? pick(file_.size()) : file_.size() + pick(64));
        return;
      default:
        return everywhere();
    }
  }

  void everywhere() {
    size_t n = file_.size();
    file_.resize(n + 64);
    file_.resize(LLVMFuzzerMutate(reinterpret_cast<uint8_t*>(file_.data()), n, file_.size()));
  }

  // A number that stands near one of the limits of the format.
  uint64_t interesting() {
    Header& h = header();
    uint64_t near[] = {0,
                       ~uint64_t{0},
                       1ull << pick(64),
                       kArenaOffset[pick(kArenas + 1)],
                       kArenaOffset[pick(kArenas)] + h.arena[pick(kArenas)].mem_size,
                       h.section[pick(kSections)].file_offset,
                       h.section[pick(kSections)].size,
                       file_.size(),
                       random_()};
    return near[pick(std::size(near))] + (pick(2) ? (pick(9) - 4) * (pick(2) ? 8 : 1) : 0);
  }

  void set(uint64_t at, uint64_t size) {
    if (at > file_.size() - 8) return;
    uint64_t value = interesting();
    memcpy(file_.data() + at, &value, size);
  }

  bool sound(const auto& s) { return s.file_offset <= file_.size() && s.size <= file_.size() - s.file_offset; }

  void in_table() {
    auto s = header().section[pick(kSections)];
    if (!sound(s) || s.size < 8) return;
    uint64_t at = s.file_offset + pick(s.size / 4) * 4;
    if (pick(3)) return set(at, pick(2) ? 4 : 8);
    uint64_t from = s.file_offset + pick(s.size / 4) * 4,
             n = std::min<uint64_t>(pick(5) * 4, file_.size() - std::max(at, from));
    memmove(file_.data() + at, file_.data() + from, n);
  }

  // A table gets more elements; the tables behind it move.
  void grow_table() {
    uint32_t which = static_cast<uint32_t>(pick(kSections));
    auto& s = header().section[which];
    if (!sound(s) || file_.size() > (1 << 16)) return;
    uint64_t end = s.file_offset + s.size, more = 48 * (1 + pick(3));
    s.size += more;
    for (uint32_t i = which + 1; i < kSections; i++) header().section[i].file_offset += more;
    std::vector<std::byte> bytes(more);
    for (auto& b : bytes) b = pick(2) ? std::byte(random_()) : std::byte{0};
    file_.insert(file_.begin() + static_cast<ptrdiff_t>(end), bytes.begin(), bytes.end());
  }

  std::vector<std::byte>& file_;
  std::minstd_rand random_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  // Exactly as many bytes as there are, so that a read behind them shows; aligned, as mmap aligns.
  auto* at = static_cast<std::byte*>(aligned_alloc(16, (size + 15) / 16 * 16 + 16));
  std::byte* file = at + (16 - size % 16) % 16 / 8 * 8;  // keeps the end as near to the block's end as alignment allows
  if (size) memcpy(file, data, size);
  gort::image::Error e = check({file, size});
  if (!e) load_and_search({file, file + size});
  free(at);
  return 0;
}

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data, size_t size, size_t max_size, unsigned seed) {
  std::vector<std::byte> file(reinterpret_cast<std::byte*>(data), reinterpret_cast<std::byte*>(data) + size);
  Mutator(file, seed).run();
  if (file.size() > max_size) return size;
  memcpy(data, file.data(), file.size());
  return file.size();
}
