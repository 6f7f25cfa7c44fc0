// An exception thrown by a callback passes the frames of a foreign C++ function, whose destructors run; one thrown by the
// foreign function is caught in the module.
// lib: lib_exception.cpp
// want stdout: through foreign frames: 42, its destructor ran 1
// want stdout: from the library: library says no
// want stdout: the library caught: 7
// want stdout: 10 goroutines, 0 wrong
#include <gort/gort.h>

#include <atomic>
#include <cstdio>
#include <stdexcept>

int call_with_guard(int (*f)(int), int n, int* destroyed);
void throws(const char* text);
int catches(int (*f)(int), int n);

__attribute__((noinline)) static int thrower(int n) {
  char pad[300];
  __asm__("" : : "r"(pad) : "memory");
  gort_yield();
  throw n;
}

static std::atomic<int> wrong, done;
static void many(void*) {
  for (int i = 0; i < 50; i++) {
    int destroyed = 0;
    try {
      call_with_guard(thrower, i, &destroyed);
      wrong++;
    } catch (int v) {
      if (v != i || !destroyed) wrong++;
    }
    gort_yield();
    if (catches(thrower, i) != i) wrong++;
  }
  done++;
}

int main() {
  int destroyed = 0;
  try {
    call_with_guard(thrower, 42, &destroyed);
  } catch (int v) {
    std::printf("through foreign frames: %d, its destructor ran %d\n", v, destroyed);
  }
  try {
    throws("library says no");
  } catch (const std::runtime_error& e) {
    std::printf("from the library: %s\n", e.what());
  }
  std::printf("the library caught: %d\n", catches(thrower, 7));
  for (int i = 0; i < 10; i++) gort_go(many, nullptr);
  while (done < 10) gort_yield();
  std::printf("10 goroutines, %d wrong\n", wrong.load());
}
