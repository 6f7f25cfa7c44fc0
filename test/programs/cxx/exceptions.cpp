// C++ exceptions over a thousand frames and many segments, with destructors on the way, rethrown, caught by base class, on
// goroutines that yield while an exception is in flight.
// want stdout: caught 1000 destroyed 1001
// want stdout: rethrown: out_of_range, then exception
// want stdout: 20 goroutines, 2000 caught, 0 wrong
// want stdout: nested: inner of outer
// want stdout: cleanup without catch 5
#include <gort/gort.h>

#include <atomic>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>

static std::atomic<int> destroyed, caught, wrong, done;

struct counted {
  std::string text = "a text long enough for the heap, so that it must be freed";
  ~counted() { destroyed++; }
};

__attribute__((noinline)) static int down(int n, int value) {
  counted c;
  char pad[200];
  __asm__("" : : "r"(pad) : "memory");
  if (n == 0) throw value;
  return down(n - 1, value) + static_cast<int>(c.text.size());
}
__attribute__((noinline)) static void checks(const std::string& s, size_t i) {
  try {
    (void)s.at(i);
  } catch (const std::out_of_range&) {
    std::printf("rethrown: out_of_range, ");
    throw;
  }
}
static void many(void* arg) {
  for (int i = 0; i < 100; i++) {
    try {
      if (i % 10 == 0) gort_yield();
      down(50, i);
      wrong++;
    } catch (int v) {
      gort_yield();  // in flight while others throw and catch
      if (v == i)
        caught++;
      else
        wrong++;
    }
  }
  done++;
}
struct guard {
  int* p;
  ~guard() { *p = 5; }
};
__attribute__((noinline)) static void with_guard(int* p) {
  guard g{p};
  down(3, 1);
}

int main() {
  try {
    down(1000, 1000);
  } catch (int v) {
    std::printf("caught %d destroyed %d\n", v, destroyed.load());
  }
  try {
    checks("abc", 17);
  } catch (const std::exception&) {
    std::printf("then exception\n");
  }
  for (int i = 0; i < 20; i++) gort_go(many, nullptr);
  while (done < 20) gort_yield();
  std::printf("20 goroutines, %d caught, %d wrong\n", caught.load(), wrong.load());
  try {
    try {
      throw std::runtime_error("inner");
    } catch (...) {
      std::throw_with_nested(std::runtime_error("outer"));
    }
  } catch (const std::runtime_error& e) {
    try {
      std::rethrow_if_nested(e);
    } catch (const std::runtime_error& in) {
      std::printf("nested: %s of %s\n", in.what(), e.what());
    }
  }
  int cleaned = 0;
  try {
    with_guard(&cleaned);
  } catch (int) {
    std::printf("cleanup without catch %d\n", cleaned);
  }
}
