// lib/image/writer.h: puts an image together. The compiler fills a Writer, the tests do too; check() is its inverse.
//
// Callers hand over arenas and unsorted tables with offsets from the image's base; the writer interns strings and names
// of imports, sorts what readers search, lays the file out and computes the checksum.
#pragma once
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "image/image.h"

namespace gort::image {

class Writer {
 public:
  explicit Writer(uint64_t base);

  uint32_t string(std::string_view text);                  // offset of the interned string
  uint32_t import(std::string_view name, uint32_t flags);  // index; the flags of several uses are or-ed, weak is and-ed
  void place(uint64_t offset, uint32_t import, int64_t addend) { places.push_back({offset, import, 0, addend}); }

  Header header{};                                 // entry points and flags are the caller's to fill
  std::span<const std::byte> contents[kArenas]{};  // must live until write()
  uint64_t zero_size = 0;                          // of kZero
  std::vector<Place> places;
  std::vector<Symbol> symbols;
  std::vector<Line> lines;
  std::vector<InitFn> ctors, dtors;  // in order already
  std::vector<TlsBlock> tls;
  std::vector<LibTls> lib_tls;
  std::vector<uint32_t> libraries;
  std::vector<Task> tasks;
  std::vector<DebugObject> debug_objects;
  std::vector<std::byte> debug_bytes;
  std::vector<Export> exports;

  // The whole file. A program's image is small (hello 8 KB, sqlite 2 MB), so it is built in memory.
  std::vector<std::byte> bytes();
  // Writes bytes() to fd; false with errno set when that fails.
  bool write(int fd);

 private:
  std::string strings_;
  std::unordered_map<std::string, uint32_t> string_of_, import_of_;
  std::vector<Import> imports_;
};

// Writes all of `bytes` to fd, however many write(2) calls it takes.
bool write_all(int fd, std::span<const std::byte> bytes);

}  // namespace gort::image
