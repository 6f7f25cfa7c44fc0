// lib/image/writer.cpp: lays out an image file. See writer.h for the contract and image.h for the format.
#include "image/writer.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <tuple>

#include "image/checksum.h"

namespace gort::image {

Writer::Writer(uint64_t base) {
  header.base = base;
  strings_.push_back('\0');
  string_of_[""] = 0;
}

uint32_t Writer::string(std::string_view text) {
  auto [it, fresh] = string_of_.try_emplace(std::string(text), static_cast<uint32_t>(strings_.size()));
  if (fresh) {
    strings_.append(text);
    strings_.push_back('\0');
  }
  return it->second;
}

uint32_t Writer::import(std::string_view name, uint32_t flags) {
  // A runtime function and a library's function of the same name are two imports.
  std::string key = std::string(flags & kImportRuntime ? "r:" : "f:").append(name);
  auto [it, fresh] = import_of_.try_emplace(std::move(key), static_cast<uint32_t>(imports_.size()));
  if (fresh) {
    imports_.push_back({string(name), flags});
  } else {
    uint32_t& have = imports_[it->second].flags;
    uint32_t weak = have & flags & kImportWeak;
    have = ((have | flags) & ~uint32_t{kImportWeak}) | weak;
  }
  return it->second;
}

std::vector<std::byte> Writer::bytes() {
  auto by_offset = [](auto& a, auto& b) { return a.offset < b.offset; };
  std::sort(places.begin(), places.end(), by_offset);
  // A place that two objects share (a COMDAT's) was recorded by the one that was kept, so none comes twice.
  std::sort(symbols.begin(), symbols.end(),
            [](auto& a, auto& b) { return std::tie(a.offset, a.size, a.name) < std::tie(b.offset, b.size, b.name); });
  // Where one sequence ends and the next begins, the end (line 0) comes first, so that a search finds the beginning.
  std::sort(lines.begin(), lines.end(),
            [](auto& a, auto& b) { return std::tie(a.offset, a.line) < std::tie(b.offset, b.line); });
  std::sort(tasks.begin(), tasks.end(), by_offset);
  std::sort(exports.begin(), exports.end(),
            [](auto& a, auto& b) { return std::tie(a.offset, a.name) < std::tie(b.offset, b.name); });

  std::vector<std::byte> out(kPage);
  auto append = [&](const void* data, size_t size, size_t align) {
    out.resize((out.size() + align - 1) / align * align);
    size_t at = out.size();
    out.resize(at + size);
    if (size) memcpy(out.data() + at, data, size);
    return at;
  };
  for (uint32_t i = 0; i < kArenas; i++) {
    size_t n = contents[i].size();
    header.arena[i] = {append(contents[i].data(), n, kPage), n, i == kZero ? zero_size : n};
  }
  auto table = [&](Section s, const auto& t) {
    size_t n = t.size() * sizeof(*t.data());
    header.section[s] = {append(t.data(), n, 8), n};
  };
  table(kStrings, strings_);
  table(kImports, imports_);
  table(kPlaces, places);
  table(kSymbols, symbols);
  table(kLines, lines);
  table(kCtors, ctors);
  table(kDtors, dtors);
  table(kTls, tls);
  table(kLibTls, lib_tls);
  table(kLibraries, libraries);
  table(kTasks, tasks);
  table(kDebugObjects, debug_objects);
  table(kDebugBytes, debug_bytes);
  table(kExports, exports);

  memcpy(header.magic, kMagic, sizeof kMagic);
  header.version = kVersion;
  header.file_size = out.size();
  memcpy(out.data(), &header, sizeof header);
  checksum(out, header.checksum);
  memcpy(out.data(), &header, sizeof header);
  return out;
}

bool Writer::write(int fd) { return write_all(fd, bytes()); }

bool write_all(int fd, std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    bytes = bytes.subspan(static_cast<size_t>(n));
  }
  return true;
}

}  // namespace gort::image
