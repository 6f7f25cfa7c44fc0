// C++ exceptions of every kind, on the main thread and on others; the program ends by an uncaught one.
// tries: throw through deep frames, catch by base, rethrow, nested_exception, exception_ptr between threads, function try blocks, throwing out of qsort's comparator, virtual bases, throwing constructors, noexcept, uncaught_exceptions, set_terminate
// want stdout: deep 500 frames: bottom, 501 destroyed
// want stdout: nested: outer < middle < inner
// want stdout: across threads: 64 of 64, std::runtime_error from a worker
// want stdout: function try block: member
// want stdout: comparator threw after 10 calls
// want stdout: virtual base caught: leaf
// want stdout: third constructor: 2 made, 2 destroyed
// want stdout: while unwinding: 1, after: 0
// want stdout: bad_cast bad_variant_access bad_optional_access length_error bad_alloc future_error
// want stdout: 4 threads x 500 caught 2000
// want stdout: terminate called for: the last word
// want exit: 134
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <future>
#include <limits>
#include <memory>
#include <new>
#include <optional>
#include <stdexcept>
#include <string>
#include <thread>
#include <typeinfo>
#include <variant>
#include <vector>

static std::atomic<int> destroyed;
struct counted {
  std::string text = "long enough to be on the heap, surely";
  ~counted() { destroyed++; }
};

__attribute__((noinline)) static int down(int n) {
  counted c;
  volatile char pad[300] = {};
  if (!n) throw std::runtime_error("bottom");
  return down(n - 1) + pad[n % 300] + static_cast<int>(c.text.size());
}

static void wrap(int n) {
  static const char* names[] = {"inner", "middle", "outer"};
  if (!n) throw std::logic_error(names[0]);
  try {
    wrap(n - 1);
  } catch (...) {
    std::throw_with_nested(std::runtime_error(names[n]));
  }
}
static std::string chain(const std::exception& e) {
  std::string s = e.what();
  try {
    std::rethrow_if_nested(e);
  } catch (const std::exception& inner) {
    s += " < " + chain(inner);
  }
  return s;
}

struct member {
  explicit member(bool fail) {
    if (fail) throw std::invalid_argument("member");
  }
};
struct holder {
  member m;
  explicit holder(bool fail) try : m(fail) {
  } catch (const std::invalid_argument& e) {
    std::printf("function try block: %s\n", e.what());
  }
};

static int calls;
static int compare(const void* a, const void* b) {
  if (++calls == 10) throw calls;
  return *static_cast<const int*>(a) - *static_cast<const int*>(b);
}

struct top {
  virtual ~top() = default;
  virtual const char* name() const { return "top"; }
};
struct left : virtual top {
  int a = 1;
};
struct right : virtual top {
  int b = 2;
};
struct leaf : left, right {
  const char* name() const override { return "leaf"; }
};

struct numbered {
  static inline int made, gone;
  numbered() {
    if (made == 2) throw 3;
    made++;
  }
  ~numbered() { gone++; }
};

struct watcher {
  int* out;
  ~watcher() { *out = std::uncaught_exceptions(); }
};

template <class E, class F>
static const char* expect(const char* name, F f) {
  try {
    f();
  } catch (const E&) {
    return name;
  } catch (...) {
    return "another";
  }
  return "none";
}

[[noreturn]] static void at_terminate() {
  try {
    std::rethrow_exception(std::current_exception());
  } catch (const std::exception& e) {
    std::printf("terminate called for: %s\n", e.what());
  }
  std::fflush(stdout);
  std::abort();
}

int main() {
  try {
    down(500);
  } catch (const std::exception& e) {
    std::printf("deep 500 frames: %s, %d destroyed\n", e.what(), destroyed.load());
  }
  try {
    wrap(2);
  } catch (const std::exception& e) {
    std::printf("nested: %s\n", chain(e).c_str());
  }
  std::vector<std::future<int>> futures;
  for (int i = 0; i < 64; i++)
    futures.push_back(std::async(i % 4 ? std::launch::deferred : std::launch::async, [] {
      try {
        return down(10);
      } catch (...) {
        throw std::runtime_error("from a worker");
      }
    }));
  int failed = 0;
  std::string last;
  for (auto& f : futures) try {
      f.get();
    } catch (const std::runtime_error& e) {
      failed++;
      last = e.what();
    }
  std::printf("across threads: %d of 64, std::runtime_error %s\n", failed, last.c_str());
  try {
    holder h(true);
  } catch (const std::invalid_argument&) {
  }
  int numbers[100];
  for (int i = 0; i < 100; i++) numbers[i] = 100 - i;
  try {
    qsort(numbers, 100, sizeof *numbers, compare);
  } catch (int n) {
    std::printf("comparator threw after %d calls\n", n);
  }
  try {
    throw leaf();
  } catch (const top& t) {
    std::printf("virtual base caught: %s\n", t.name());
  }
  try {
    numbered three[3];
    (void)three;
  } catch (int n) {
    std::printf("third constructor: %d made, %d destroyed\n", numbered::made, numbered::gone);
  }
  int during = -1;
  try {
    watcher w{&during};
    throw 1;
  } catch (int) {
  }
  std::printf("while unwinding: %d, after: %d\n", during, std::uncaught_exceptions());
  std::printf(
      "%s %s %s %s %s %s\n",
      expect<std::bad_cast>("bad_cast",
                            [] {
                              left l;
                              top& t = l;
                              (void)dynamic_cast<leaf&>(t);
                            }),
      expect<std::bad_variant_access>("bad_variant_access", [] { (void)std::get<int>(std::variant<int, char>('c')); }),
      expect<std::bad_optional_access>("bad_optional_access", [] { (void)std::optional<int>().value(); }),
      expect<std::length_error>("length_error", [] { std::string().reserve(std::numeric_limits<size_t>::max()); }),
      expect<std::bad_alloc>("bad_alloc",
                             [] {
                               volatile size_t much = size_t(1) << 60;
                               char* volatile block = new char[much];
                               delete[] block;
                             }),
      expect<std::future_error>("future_error", [] {
        std::promise<int> p;
        (void)p.get_future();
        (void)p.get_future();
      }));
  std::atomic<int> caught = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; t++)
    threads.emplace_back([&] {
      for (int i = 0; i < 500; i++) try {
          down(i % 30);
        } catch (const std::runtime_error&) {
          caught++;
        }
    });
  for (auto& t : threads) t.join();
  std::printf("4 threads x 500 caught %d\n", caught.load());
  std::fflush(stdout);
  std::set_terminate(at_terminate);
  std::thread([] { throw std::out_of_range("the last word"); }).join();
}
