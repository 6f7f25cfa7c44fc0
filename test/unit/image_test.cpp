// test/unit/image_test.cpp: images: what the writer makes is accepted and runs; what is damaged is refused.
#include "image/image.h"

#include <dlfcn.h>
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <functional>
#include <vector>

#include "image/cache.h"
#include "image/checksum.h"
#include "image/library.h"
#include "image/program.h"
#include "image/writer.h"

extern "C" int gort_dladdr(const void*, Dl_info*);

namespace gort::image {
namespace {

using Bytes = std::vector<std::byte>;

constexpr uint64_t kRo = kArenaOffset[kReadOnly], kRw = kArenaOffset[kData], kBss = kArenaOffset[kZero];

// An image with one of everything. Its code at 16 returns the word at the beginning of the data, which is a place.
struct Sample {
  explicit Sample(uint64_t base = kDefaultBase) : writer(base) {
    code.resize(64, std::byte{0xcc});
    // mov $base+kRw,%rax; mov (%rax),%rax; ret
    uint8_t text[14] = {0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0x48, 0x8b, 0x00, 0xc3};
    uint64_t address = base + kRw;
    memcpy(text + 2, &address, 8);
    memcpy(code.data() + 16, text, sizeof text);
    data.resize(128);
    constants.resize(64);
    // A frame description at 32 and the table at 0: one entry, for the function at 16.
    int32_t table[5] = {0x3b031b01, 28, 1, int32_t(16 - int64_t(kRo)), 32};
    memcpy(constants.data(), table, sizeof table);

    writer.contents[kModuleCode] = code;
    writer.contents[kReadOnly] = constants;
    writer.contents[kData] = data;
    writer.zero_size = 4096;
    writer.place(kRw, writer.import("getpid", kImportFunction), 0);
    writer.place(kRw + 8, writer.import("environ", 0), 16);
    writer.place(kRw + 16, writer.import("gort_no_such_symbol", kImportWeak), 3);
    writer.symbols.push_back({16, 14, writer.string("main_main"), writer.string("m.ll"), 7});
    writer.symbols.push_back({40, 0, writer.string("asm_function"), writer.string("m.ll"), 0});
    writer.lines.push_back({16, writer.string("m.go"), 7});
    writer.lines.push_back({26, writer.string("m.go"), 8});
    writer.lines.push_back({30, writer.string("m.go"), 0});
    writer.tls.push_back({kRw + 24});
    writer.tasks.push_back({kRw + 64, writer.string("net/http"), 0});
    writer.exports.push_back({kRw + 64, 24, writer.string("gort_test_variable")});
    writer.exports.push_back({16, 14, writer.string("gort_test_function")});
    writer.header.main_main = 16;
    writer.header.main_inittask = kRw + 64;
    writer.header.eh_frame_hdr = kRo;
    writer.header.eh_frame_hdr_size = 20;
  }
  Bytes bytes() { return writer.bytes(); }

  Bytes code, data, constants;
  Writer writer;
};

// The file with right magic, size and checksum over whatever else is wrong with it.
void seal(Bytes& file) {
  auto* h = reinterpret_cast<Header*>(file.data());
  h->file_size = file.size();
  checksum(file, h->checksum);
}

std::string damaged(const std::function<void(Bytes&, Header&)>& damage) {
  Bytes file = Sample().bytes();
  damage(file, *reinterpret_cast<Header*>(file.data()));
  seal(file);
  return check(file).text;
}

template <class T>
T& element(Bytes& file, Section s, size_t i = 0) {
  auto& at = reinterpret_cast<Header*>(file.data())->section[s];
  return reinterpret_cast<T*>(file.data() + at.file_offset)[i];
}

int file_with(const Bytes& bytes) {
  int fd = memfd_create("image", MFD_CLOEXEC);
  REQUIRE(write_all(fd, bytes));
  return fd;
}

uint64_t next_base() {
  static uint64_t base = 0x200'0000'0000;
  return base += kSpan;
}

TEST_CASE("what the writer makes is accepted") { CHECK(check(Sample().bytes()).text == ""); }

TEST_CASE("any damaged byte is noticed") {
  Bytes file = Sample().bytes();
  size_t accepted = 0;
  for (size_t i = 0; i < file.size(); i++) {
    // Between the header and the first arena lies padding, which is covered too.
    file[i] ^= std::byte{0x40};
    accepted += !check(file);
    file[i] ^= std::byte{0x40};
  }
  CHECK(accepted == 0);
}

TEST_CASE("a truncated file is refused at every length") {
  Bytes file = Sample().bytes();
  for (size_t n = 0; n < file.size(); n += n < kPage ? 97 : 1) REQUIRE(check(std::span(file).first(n)));
}

TEST_CASE("damage under a right checksum is refused or harmless") {
  // Every byte of the header and of the tables takes several wrong values; under AddressSanitizer a read outside shows.
  Bytes good = Sample().bytes();
  auto* h = reinterpret_cast<const Header*>(good.data());
  auto try_byte = [&](size_t i) {
    for (uint8_t value : {0x00, 0x01, 0x7f, 0x80, 0xff}) {
      Bytes file = good;
      file[i] = std::byte{value};
      checksum(file, reinterpret_cast<Header*>(file.data())->checksum);
      check(file);
    }
  };
  for (size_t i = 0; i < sizeof(Header); i++) try_byte(i);
  for (size_t i = h->section[kStrings].file_offset; i < good.size(); i++) try_byte(i);
  for (size_t i = 0; i < 20; i++) try_byte(h->arena[kReadOnly].file_offset + i);
}

TEST_CASE("each rule of the format") {
  CHECK(damaged([](Bytes&, Header&) {}) == "");
  CHECK(damaged([](Bytes&, Header& h) { h.magic[0] = 'G'; }) != "");
  CHECK(damaged([](Bytes&, Header& h) { h.version++; }) != "");
  CHECK(damaged([](Bytes&, Header& h) { h.base += 8; }) != "");
  CHECK(damaged([](Bytes&, Header& h) { h.base = 1ull << 47; }) != "");
  CHECK(damaged([](Bytes&, Header& h) { h.arena[kData].file_offset += 8; }) != "");
  CHECK(damaged([](Bytes&, Header& h) { h.arena[kData].mem_size = ~0ull; }) != "");
  CHECK(damaged([](Bytes&, Header& h) { h.arena[kZero].mem_size = 3ull << 30; }) != "");
  CHECK(damaged([](Bytes&, Header& h) { h.arena[kReadOnly].file_size = h.arena[kReadOnly].mem_size = 1 << 20; }) != "");
  CHECK(damaged([](Bytes&, Header& h) { h.section[kImports].file_offset = ~7ull; }) != "");
  CHECK(damaged([](Bytes&, Header& h) { h.section[kImports].size += 1; }) != "");
  CHECK(damaged([](Bytes& f, Header& h) { element<char>(f, kStrings, h.section[kStrings].size - 1) = 'x'; }) != "");
  CHECK(damaged([](Bytes& f, Header&) { element<Import>(f, kImports).name = 1 << 30; }) != "");
  CHECK(damaged([](Bytes& f, Header&) { element<Import>(f, kImports).name = 0; }) != "");
  CHECK(damaged([](Bytes& f, Header&) { element<Import>(f, kImports).flags = 1 << 30; }) != "");
  CHECK(damaged([](Bytes& f, Header&) { element<Place>(f, kPlaces).import = 99; }) != "");
  CHECK(damaged([](Bytes& f, Header&) { element<Place>(f, kPlaces, 1).offset = kRw + 4; }) !=
        "");  // overlaps the first
  CHECK(damaged([](Bytes& f, Header&) { element<Place>(f, kPlaces, 2).offset = kRw + 121; }) != "");  // sticks out
  CHECK(damaged([](Bytes& f, Header&) { element<Place>(f, kPlaces, 2).offset = ~0ull - 3; }) != "");
  CHECK(damaged([](Bytes& f, Header&) { element<Place>(f, kPlaces, 2).offset = kBss; }) != "");
  CHECK(damaged([](Bytes& f, Header&) { element<Symbol>(f, kSymbols).offset = 50; }) != "");
  CHECK(damaged([](Bytes& f, Header&) { element<Symbol>(f, kSymbols).size = 60; }) != "");
  CHECK(damaged([](Bytes& f, Header&) { element<Line>(f, kLines).offset = 100; }) != "");
  CHECK(damaged([](Bytes& f, Header&) { element<TlsBlock>(f, kTls).desc = kRw + 96; }) != "");
  CHECK(damaged([](Bytes& f, Header&) { element<Task>(f, kTasks).offset = 16; }) != "");
  CHECK(damaged([](Bytes& f, Header&) { element<Export>(f, kExports).offset = 60; }) != "");
  CHECK(damaged([](Bytes& f, Header&) { element<Export>(f, kExports).name = 1 << 30; }) != "");
  CHECK(damaged([](Bytes& f, Header&) { element<Export>(f, kExports, 1).offset = 8; }) != "");
  CHECK(damaged([](Bytes& f, Header&) { element<Export>(f, kExports, 1).size = 65; }) != "");
  CHECK(damaged([](Bytes&, Header& h) { h.first_user_library = 1; }) != "");
  CHECK(damaged([](Bytes&, Header& h) { h.main_main = kRw; }) != "");
  CHECK(damaged([](Bytes&, Header& h) { h.main_main = 64; }) != "");
  CHECK(damaged([](Bytes&, Header& h) { h.main_inittask = kRw + 105; }) != "");
  CHECK(damaged([](Bytes&, Header& h) { h.cgo_setenv = kSpan - 1; }) != "");
  CHECK(damaged([](Bytes&, Header& h) { h.eh_frame_hdr_size = 28; }) != "");
  CHECK(damaged([](Bytes&, Header& h) { h.eh_frame_hdr = 0; }) != "");
  CHECK(damaged([](Bytes& f, Header& h) { f[h.arena[kReadOnly].file_offset + 16] = std::byte{60}; }) != "");
}

TEST_CASE("an image is mapped, patched and runs") {
  Sample sample(next_base());
  int fd = file_with(sample.bytes());
  Loaded loaded;
  REQUIRE(load(fd, {}, loaded).text == "");
  close(fd);
  auto words = reinterpret_cast<uint64_t*>(loaded.base + kRw);
  CHECK(words[0] == reinterpret_cast<uint64_t>(&getpid));
  CHECK(words[1] == reinterpret_cast<uint64_t>(&environ) + 16);
  CHECK(words[2] == 3);  // weak and not there: 0 + addend
  CHECK(words[7] == 1);  // the slot of the thread-local block
  auto main = reinterpret_cast<uint64_t (*)()>(loaded.at(loaded.header->main_main));
  CHECK(main() == words[0]);
  CHECK(*reinterpret_cast<char*>(loaded.base + kBss + 4095) == 0);

  CHECK(dlsym(RTLD_DEFAULT, "gort_test_function") == loaded.at(16));
  CHECK(dlsym(RTLD_DEFAULT, "gort_test_variable") == loaded.at(kRw + 64));
  Dl_info where;
  REQUIRE(gort_dladdr(loaded.at(20), &where));
  CHECK(std::string(where.dli_sname) == "gort_test_function");
  CHECK(where.dli_saddr == loaded.at(16));
  REQUIRE(gort_dladdr(loaded.at(kRw + 88), &where));
  CHECK(where.dli_sname == nullptr);

  // The same addresses once more.
  int again = file_with(sample.bytes());
  Loaded second;
  Error e = load(again, {}, second);
  close(again);
  CHECK(e.text != "");
  CHECK(e.address_taken);

  SUBCASE("its addresses have names") {
    adopt(loaded);
    SymbolInfo at = symbolize(loaded.base + 26);
    CHECK(std::string(at.name) == "main_main");
    CHECK(std::string(at.file) == "m.go");
    CHECK(at.line == 8);
    CHECK(at.entry == loaded.base + 16);
    CHECK(std::string(symbolize(loaded.base + 50).name) == "asm_function");
    CHECK(symbolize(loaded.base + 31).name == nullptr);
    CHECK(symbolize(loaded.base + kRw).name == nullptr);
    CHECK(symbolize(reinterpret_cast<uint64_t>(&getpid)).name == nullptr);
    auto& info = adopt(loaded);
    CHECK(std::string(info.task_package(loaded.at(kRw + 64))) == "net/http");
    CHECK(info.code_hi - info.code_lo == 64);
  }
}

TEST_CASE("missing symbols are all named") {
  Sample sample(next_base());
  sample.writer.import("gort_test_missing_1", kImportFunction);
  sample.writer.import("gort_test_missing_2", 0);
  sample.writer.import("gort_test_no_runtime_function", kImportRuntime);
  int fd = file_with(sample.bytes());
  Loaded loaded;
  std::string text = load(fd, {}, loaded).text;
  CHECK(text ==
        "undefined symbol: gort_test_missing_1\nundefined symbol: gort_test_missing_2\nundefined symbol: "
        "gort_test_no_runtime_function");

  // The address range was given back.
  Sample good(sample.writer.header.base);
  int next = file_with(good.bytes());
  CHECK(load(next, {}, loaded).text == "");
  close(fd);
  close(next);
}

TEST_CASE("a library that is not there") {
  Sample sample(next_base());
  sample.writer.libraries.push_back(sample.writer.string("libgort_no_such_library.so"));
  int fd = file_with(sample.bytes());
  Loaded loaded;
  CHECK(load(fd, {}, loaded).text.starts_with("cannot open library libgort_no_such_library.so"));
  close(fd);
}

TEST_CASE("libraries are found by the names that linkers know") {
  CHECK(find_library("/x/y.so") == "/x/y.so");
  CHECK(find_library("libz.so.1") == "libz.so.1");
  CHECK(find_library("m").find("/libm.so.6") != std::string::npos);  // libm.so, where it exists, is a text
  CHECK(find_library("gort_no_such_library") == "");
}

struct TemporaryCache {
  TemporaryCache() {
    char name[] = "/tmp/gort-cache-XXXXXX";
    path = mkdtemp(name);
    setenv("GORT_CACHE", (path + "/a/b").c_str(), 1);
  }
  ~TemporaryCache() { (void)!system(("rm -rf " + path).c_str()); }
  std::string path;
};

TEST_CASE("the cache keeps what is committed and nothing else") {
  TemporaryCache where;
  CHECK(cache_path() == where.path + "/a/b");
  Cache cache;
  REQUIRE(cache.usable());
  struct stat st;
  REQUIRE(!stat(cache_path().c_str(), &st));
  CHECK((st.st_mode & 0777) == 0700);
  CHECK(cache.find("0123") == -1);

  auto draft = cache.begin();
  REQUIRE(draft.fd >= 0);
  CHECK(write(draft.fd, "image", 5) == 5);
  CHECK(cache.find("0123") == -1);
  cache.commit(draft, "0123");
  int fd = cache.find("0123");
  REQUIRE(fd >= 0);
  char text[8] = {};
  CHECK(read(fd, text, sizeof text) == 5);
  CHECK(std::string(text) == "image");
  close(fd);
  close(draft.fd);

  auto other = cache.begin();
  cache.discard(other);
  close(other.fd);
  CHECK(cache.size().entries == 1);
  CHECK(cache.size().bytes == 5);
  cache.remove("0123");
  CHECK(cache.find("0123") == -1);
  CHECK(cache.clear().entries == 0);
}

TEST_CASE("a cache that others could write to is not used") {
  TemporaryCache where;
  {
    Cache make;
  }
  REQUIRE(!chmod(cache_path().c_str(), 0777));
  CHECK(!Cache().usable());
  CHECK(Cache().begin().fd == -1);
  CHECK(Cache().find("0123") == -1);
}

TEST_CASE("no cache where the environment names no directory") {
  TemporaryCache where;
  for (const char* v : {"GORT_CACHE", "XDG_CACHE_HOME", "HOME"}) unsetenv(v);
  CHECK(cache_path() == "");
  CHECK(!Cache().usable());
}

}  // namespace
}  // namespace gort::image
