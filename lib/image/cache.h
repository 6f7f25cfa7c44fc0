// lib/image/cache.h: images on disk, so that a program is compiled once.
//
// One directory, the user's own: $GORT_CACHE, or $XDG_CACHE_HOME/gort, or ~/.cache/gort, mode 0700. One file an image,
// named by its key (compiler::cache_key). A file appears under its name whole, by a rename, and is never changed after
// that; so any number of starts may read and write at once. A directory that cannot be used is no error: there is no
// cache then.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

namespace gort::image {

// The directory's name; empty when the environment names none.
std::string cache_path();

class Cache {
 public:
  Cache();  // opens the directory, making it when it is missing
  ~Cache();
  Cache(const Cache&) = delete;
  Cache& operator=(const Cache&) = delete;

  bool usable() const { return dir_ >= 0; }

  // An open descriptor of the entry; -1 when there is none.
  int find(const std::string& key) const;

  // A new empty file in the cache, open for reading and writing, not yet under any name that find() knows.
  struct Draft {
    int fd = -1;
    std::string name;
  };
  Draft begin() const;
  // Gives the draft its name; whoever has it open keeps it. Then drops what has not been used for longest, when the
  // entries together exceed the limit.
  void commit(const Draft&, const std::string& key) const;
  void discard(const Draft&) const;
  // Removes an entry (a damaged one).
  void remove(const std::string& key) const;

  // A line of text kept under a name, for what is known of a file and costs time to find out again; empty when there is
  // none. Notes are dropped after a day or more.
  std::string note(const std::string& name) const;
  void keep_note(const std::string& name, std::string_view text) const;

  struct Size {
    uint64_t entries = 0, bytes = 0;
  };
  Size size() const;
  // Removes all entries; how much that was.
  Size clear() const;

 private:
  bool name_draft(const Draft&, const std::string& name) const;
  void evict() const;
  int dir_ = -1;
};

}  // namespace gort::image
