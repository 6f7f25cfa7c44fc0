// lib/image/cache.cpp: the cache directory. See cache.h.
#include "image/cache.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "image/writer.h"

namespace gort::image {
namespace {

constexpr uint64_t kLimit = 512ull << 20;
constexpr const char kSuffix[] = ".img";
constexpr const char kDraftPrefix[] = "draft-", kNotePrefix[] = "note-";
constexpr time_t kDay = 24 * 60 * 60;

std::string entry_name(const std::string& key) { return key + kSuffix; }

void make_directories(const std::string& path) {
  for (size_t at = 1; at != std::string::npos;) {
    at = path.find('/', at + 1);
    mkdir(path.substr(0, at).c_str(), 0700);
  }
}

bool is_entry(const char* name) {
  size_t n = strlen(name), s = sizeof kSuffix - 1;
  return n > s && !strcmp(name + n - s, kSuffix);
}

bool is_ours(const char* name) {
  return is_entry(name) || std::string_view(name).starts_with(kDraftPrefix) ||
         std::string_view(name).starts_with(kNotePrefix);
}

// Calls f(name, stat) for every file of the cache, drafts and notes included.
template <class F>
void for_each(int dir, F f) {
  int copy = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (copy < 0) return;
  DIR* d = fdopendir(copy);
  if (!d) {
    close(copy);
    return;
  }
  while (dirent* e = readdir(d)) {
    struct stat st;
    if (is_ours(e->d_name) && !fstatat(dir, e->d_name, &st, AT_SYMLINK_NOFOLLOW)) f(e->d_name, st);
  }
  closedir(d);
}

}  // namespace

std::string cache_path() {
  auto variable = [](const char* name) {
    const char* v = getenv(name);
    return std::string(v ? v : "");
  };
  if (auto p = variable("GORT_CACHE"); !p.empty()) return p;
  if (auto p = variable("XDG_CACHE_HOME"); !p.empty()) return p + "/gort";
  if (auto p = variable("HOME"); !p.empty()) return p + "/.cache/gort";
  return {};
}

Cache::Cache() {
  std::string path = cache_path();
  if (path.empty()) return;
  constexpr int kFlags = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
  dir_ = open(path.c_str(), kFlags);
  if (dir_ < 0 && errno == ENOENT) {
    make_directories(path);
    dir_ = open(path.c_str(), kFlags);
  }
  // Code is run from here: nobody else may be able to put it there.
  struct stat st;
  if (dir_ >= 0 && (fstat(dir_, &st) || st.st_uid != geteuid() || st.st_mode & (S_IWGRP | S_IWOTH))) {
    close(dir_);
    dir_ = -1;
  }
}

Cache::~Cache() {
  if (dir_ >= 0) close(dir_);
}

int Cache::find(const std::string& key) const {
  if (dir_ < 0 || key.empty()) return -1;
  int fd = openat(dir_, entry_name(key).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  struct stat st;
  if (fd < 0 || fstat(fd, &st)) return fd;
  // File systems keep access times lazily or not at all; eviction needs them to the day.
  if (time(nullptr) - st.st_atim.tv_sec > kDay) {
    timespec times[2] = {{0, UTIME_NOW}, {0, UTIME_OMIT}};
    futimens(fd, times);
  }
  return fd;
}

Cache::Draft Cache::begin() const {
  if (dir_ < 0) return {};
  timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  char name[96];
  snprintf(name, sizeof name, "%s%d-%lld-%ld", kDraftPrefix, getpid(), static_cast<long long>(now.tv_sec), now.tv_nsec);
  int fd = openat(dir_, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  return fd < 0 ? Draft{} : Draft{fd, name};
}

// False: it could not be done, and the draft is gone.
bool Cache::name_draft(const Draft& draft, const std::string& name) const {
  if (!renameat(dir_, draft.name.c_str(), dir_, name.c_str())) return true;
  discard(draft);
  return false;
}

void Cache::commit(const Draft& draft, const std::string& key) const {
  if (!name_draft(draft, entry_name(key))) return;
  // Looking at the whole directory costs more than a small image; keys are random, so this is one commit in sixteen.
  if (key.starts_with('0')) evict();
}

void Cache::discard(const Draft& draft) const { unlinkat(dir_, draft.name.c_str(), 0); }

void Cache::remove(const std::string& key) const { unlinkat(dir_, entry_name(key).c_str(), 0); }

std::string Cache::note(const std::string& name) const {
  int fd = dir_ < 0 ? -1 : openat(dir_, (kNotePrefix + name).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  if (fd < 0) return {};
  char text[256];
  ssize_t n = read(fd, text, sizeof text);
  close(fd);
  return n > 0 ? std::string(text, static_cast<size_t>(n)) : std::string();
}

void Cache::keep_note(const std::string& name, std::string_view text) const {
  Draft draft = begin();
  if (draft.fd < 0) return;
  bool whole = write_all(draft.fd, std::as_bytes(std::span(text)));
  close(draft.fd);
  if (whole)
    name_draft(draft, kNotePrefix + name);
  else
    discard(draft);
}

Cache::Size Cache::size() const {
  Size out;
  if (dir_ >= 0)
    for_each(dir_, [&](const char* name, const struct stat& st) {
      out.entries += is_entry(name);
      out.bytes += static_cast<uint64_t>(st.st_size);
    });
  return out;
}

Cache::Size Cache::clear() const {
  Size out;
  if (dir_ >= 0)
    for_each(dir_, [&](const char* name, const struct stat& st) {
      if (unlinkat(dir_, name, 0)) return;
      out.entries += is_entry(name);
      out.bytes += static_cast<uint64_t>(st.st_size);
    });
  return out;
}

void Cache::evict() const {
  struct File {
    std::string name;
    time_t used;
    uint64_t size;
  };
  std::vector<File> files;
  uint64_t total = 0;
  time_t now = time(nullptr);
  for_each(dir_, [&](const char* name, const struct stat& st) {
    // The draft of a compiler that died, or a note.
    if (!is_entry(name)) {
      if (now - st.st_mtim.tv_sec > kDay) unlinkat(dir_, name, 0);
      return;
    }
    files.push_back({name, std::max(st.st_atim.tv_sec, st.st_mtim.tv_sec), static_cast<uint64_t>(st.st_size)});
    total += files.back().size;
  });
  if (total <= kLimit) return;
  std::sort(files.begin(), files.end(), [](auto& a, auto& b) { return a.used < b.used; });
  // Down to three quarters, so that the next commits need not do it again.
  for (auto& f : files) {
    if (total <= kLimit / 4 * 3) break;
    if (!unlinkat(dir_, f.name.c_str(), 0)) total -= f.size;
  }
}

}  // namespace gort::image
