// tools/gort/run.cpp: `gort run`: from file names to a running program.
//
//   key of the input -> image in the cache? -> map it -> boot
//   miss: a forked child compiles into the file that will be the cache's entry (or, without a cache, into a memfd)
//
// Every program starts from an image, so a first start and all later ones run the same code.
#include "run.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <optional>

#include "child.h"
#include "image/cache.h"
#include "image/program.h"
#include "image/writer.h"
#include "log.h"

namespace gort::cli {
namespace {

uint64_t input_bytes(const std::vector<std::string>& files) {
  uint64_t total = 0;
  for (auto& f : files)
    if (struct stat st; stream_of(f) >= 0 ? !fstat(stream_of(f), &st) : !stat(f.c_str(), &st))
      total += static_cast<uint64_t>(st.st_size);
  return total;
}

// A module on standard input or another descriptor is read once, before anything else: its bytes are the cache's key,
// the compiler's input, and consumed for the program.
bool take_stream(int fd) {
  int copy = memfd_create("module", MFD_CLOEXEC);
  if (copy < 0) return false;
  char buffer[1 << 16];
  for (ssize_t n; (n = read(fd, buffer, sizeof buffer)) != 0;)
    if (n < 0 || !image::write_all(copy, {reinterpret_cast<std::byte*>(buffer), static_cast<size_t>(n)})) return false;
  lseek(copy, 0, SEEK_SET);
  dup2(copy, fd);
  close(copy);
  return true;
}

void print_error(const std::string& text) {
  for (size_t at = 0; at < text.size();) {
    size_t end = std::min(text.find('\n', at), text.size());
    fprintf(stderr, "gort: %.*s\n", static_cast<int>(end - at), text.c_str() + at);
    at = end + 1;
  }
}

class Runner {
 public:
  explicit Runner(Args& args) : args_(args), options_(args.compile) {}

  int run() {
    for (auto& name : options_.files) {
      if (stream_of(name) < 0 || take_stream(stream_of(name))) continue;
      print_error("cannot read " + (name == "-" ? "standard input" : name) + ": " + strerror(errno));
      return kUnusable;
    }
    bool anew = !options_.dump_ir.empty() || options_.time_passes;
    if (args_.use_cache && !anew) {
      cache_.emplace();
      key_ = compiler::cache_key(options_, *cache_);
      if (key_.empty()) cache_.reset();
    }
    if (!from_cache()) {
      if (int code = compile()) return code;
      if (!options_.dump_ir.empty()) return 0;
    }
    for (auto& name : options_.files) {
      if (int fd = stream_of(name); fd == STDIN_FILENO)
        lseek(fd, 0, SEEK_END);
      else if (fd >= 0)
        close(fd);
    }
    start();
  }

 private:
  bool from_cache() {
    if (!cache_ || !cache_->usable()) return false;
    int fd = cache_->find(key_);
    if (fd < 0) return false;
    image::Error e = image::load(fd, {}, image_);
    close(fd);
    if (!e) {
      log_info("started from the cache, entry {}", key_);
      return true;
    }
    // Taken or damaged: either way this program is compiled again, and says what is wrong if it is the program.
    log_info("the cache's entry {} cannot be used: {}", key_, e.text);
    if (e.address_taken)
      relocate();
    else
      cache_->remove(key_);
    return false;
  }

  // 0 when image_ is loaded, otherwise the exit code.
  int compile() {
    for (int attempt = 0;; attempt++) {
      image::Cache::Draft draft;
      // An image for another address is good for this start only.
      if (cache_ && !options_.base) draft = cache_->begin();
      int fd = draft.fd >= 0 ? draft.fd : memfd_create("image", MFD_CLOEXEC);
      if (fd < 0) {
        print_error(std::string("cannot make a file for the program's image: ") + strerror(errno));
        return kUnusable;
      }
      log_info("compiling {}", options_.files[0]);
      int code = in_child(options_.files[0], input_bytes(options_.files), [&] { return compile_in_child(fd, draft); });
      if (code || !options_.dump_ir.empty()) {
        if (draft.fd >= 0) cache_->discard(draft);
        return code;
      }
      image::Error e = image::load(fd, {}, image_);
      if (draft.fd >= 0 && !options_.lazy) e && !e.address_taken ? cache_->discard(draft) : cache_->commit(draft, key_);
      close(fd);
      if (!e) {
        log_info("compiled: {} bytes of image", image_.header->file_size);
        return 0;
      }
      if (!e.address_taken || attempt == 3) {
        print_error(e.text);
        return kUnusable;
      }
      relocate();
      lseek(STDIN_FILENO, 0, SEEK_SET);
    }
  }

  int compile_in_child(int fd, const image::Cache::Draft& draft) {
    compiler::Options first = options_;
    if (options_.lazy) first.opt_level = 0;
    int code = compiler::compile(first, fd);
    if (code || !options_.lazy || draft.fd < 0) return code;
    // The quick image is in place before the optimised one replaces it.
    cache_->commit(draft, key_);
    in_background([&] {
      lseek(STDIN_FILENO, 0, SEEK_SET);
      auto optimised = cache_->begin();
      if (optimised.fd < 0) return;
      compiler::compile(options_, optimised.fd) ? cache_->discard(optimised) : cache_->commit(optimised, key_);
    });
    return 0;
  }

  void relocate() {
    uint64_t random = 0;
    (void)!getrandom(&random, sizeof random, 0);
    constexpr uint64_t kPlaces = (image::kOtherHigh - image::kOtherLow) / image::kSpan;
    options_.base = image::kOtherLow + random % kPlaces * image::kSpan;
    log_info("the usual address is taken: linking at {:#x}", options_.base);
  }

  [[noreturn]] void start() {
    const ModuleInfo& info = image::adopt(image_);
    if (options_.debug) image::register_with_gdb(image_);
    if (options_.profile && !image::write_perf_map(image_))
      print_error(std::string("cannot write the map for perf: ") + strerror(errno));
    log_debug("module code {:#x} to {:#x}", info.code_lo, info.code_hi);
    boot(info, args_.boot, static_cast<int>(args_.program.size()) - 1, args_.program.data(), environ);
  }

  Args& args_;
  compiler::Options& options_;
  std::string key_;
  std::optional<image::Cache> cache_;
  image::Loaded image_;
};

}  // namespace

int run(Args& args) { return (new Runner(args))->run(); }

int check(Args& args) {
  return in_child(args.compile.files[0], input_bytes(args.compile.files),
                  [&] { return compiler::check(args.compile); });
}

int cache(const Args& args) {
  std::string path = image::cache_path();
  if (args.cache_path) {
    puts(path.c_str());
    return 0;
  }
  image::Cache cache;
  if (!cache.usable()) {
    fprintf(stderr,
            path.empty()
                ? "gort: no cache: none of GORT_CACHE, XDG_CACHE_HOME and HOME is set%s\n"
                : "gort: the cache %s cannot be used: it must be a directory of yours that nobody else can write to\n",
            path.c_str());
    return kUnusable;
  }
  auto size = args.cache_clear ? cache.clear() : cache.size();
  printf("%s%s: %llu programs, %llu KB\n", args.cache_clear ? "removed from " : "", path.c_str(),
         static_cast<unsigned long long>(size.entries), static_cast<unsigned long long>((size.bytes + 1023) / 1024));
  return 0;
}

}  // namespace gort::cli
