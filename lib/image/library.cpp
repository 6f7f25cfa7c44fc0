// lib/image/library.cpp: finding shared libraries as ld.so and ld do, without a linker. See library.h.
#include "image/library.h"

#include <dirent.h>
#include <dlfcn.h>
#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <vector>

namespace gort::image {
namespace {

std::vector<std::string> directories() {
  std::vector<std::string> out;
  if (const char* path = getenv("LD_LIBRARY_PATH")) {
    std::string_view rest = path;
    while (!rest.empty()) {
      size_t end = std::min(rest.find_first_of(":;"), rest.size());
      if (end) out.emplace_back(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  for (const char* d : {"/usr/local/lib", "/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64",
                        "/lib", "/usr/lib"})
    out.emplace_back(d);
  return out;
}

// libm.so and libc.so of a development package are texts for the linker, which dlopen refuses.
bool is_elf(const std::string& path) {
  int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  char magic[SELFMAG] = {};
  bool yes = read(fd, magic, SELFMAG) == SELFMAG && !memcmp(magic, ELFMAG, SELFMAG);
  close(fd);
  return yes;
}

// The highest libNAME.so.N in a directory, by the first number after ".so.".
std::string newest_version(const std::string& dir, const std::string& prefix) {
  std::string best;
  long best_version = -1;
  if (DIR* d = opendir(dir.c_str())) {
    while (dirent* e = readdir(d)) {
      if (strncmp(e->d_name, prefix.c_str(), prefix.size())) continue;
      char* end;
      long version = strtol(e->d_name + prefix.size(), &end, 10);
      if (end == e->d_name + prefix.size() || *end || version <= best_version) continue;
      best_version = version;
      best = dir + "/" + e->d_name;
    }
    closedir(d);
  }
  return best;
}

}  // namespace

std::string find_library(std::string_view name) {
  if (name.find('/') != name.npos || name.ends_with(".so") || name.find(".so.") != name.npos) return std::string(name);
  std::string file = "lib" + std::string(name) + ".so";
  for (auto& dir : directories()) {
    std::string path = dir + "/" + file;
    if (is_elf(path)) return path;
    path = newest_version(dir, file + ".");
    if (!path.empty() && is_elf(path)) return path;
  }
  return {};
}

std::string library_file(const std::string& name) {
  if (name.find('/') != name.npos) return name;
  for (auto& dir : directories())
    if (std::string path = dir + "/" + name; !access(path.c_str(), R_OK)) return path;
  return {};
}

bool find_library_tls(const char* name, uint64_t pair[2]) {
  // dlsym gives this thread's address of the variable; the block that contains it tells its module and offset.
  struct Search {
    char* address;
    uint64_t* pair;
  } search{static_cast<char*>(dlsym(RTLD_DEFAULT, name)), pair};
  if (!search.address) return false;
  return dl_iterate_phdr(
      [](dl_phdr_info* info, size_t, void* arg) {
        auto& s = *static_cast<Search*>(arg);
        auto* block = static_cast<char*>(info->dlpi_tls_data);
        if (!block || s.address < block) return 0;
        for (int i = 0; i < info->dlpi_phnum; i++) {
          auto& ph = info->dlpi_phdr[i];
          if (ph.p_type != PT_TLS || static_cast<size_t>(s.address - block) >= ph.p_memsz) continue;
          s.pair[0] = info->dlpi_tls_modid;
          s.pair[1] = static_cast<uint64_t>(s.address - block);
          return 1;
        }
        return 0;
      },
      &search);
}

}  // namespace gort::image
