// C++20 coroutines: frames on the heap, resumed on other goroutines.
// want stdout: generated 0 1 1 2 3 5 8 13 21 34
// want stdout: resumed elsewhere 5 times
#include <gort/gort.h>

#include <atomic>
#include <coroutine>
#include <cstdio>
#include <utility>

struct generator {
  struct promise_type {
    int value;
    generator get_return_object() { return {std::coroutine_handle<promise_type>::from_promise(*this)}; }
    std::suspend_always initial_suspend() { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(int v) {
      value = v;
      return {};
    }
    void return_void() {}
    void unhandled_exception() {}
  };
  std::coroutine_handle<promise_type> h;
};
static generator fibonacci() {
  int a = 0, b = 1;
  for (;;) {
    co_yield a;
    a = std::exchange(b, a + b);
  }
}

static std::atomic<int> resumed;
static std::atomic<bool> busy;
static void resumes(void* p) {
  static_cast<generator*>(p)->h.resume();
  resumed++;
  busy = false;
}

int main() {
  generator g = fibonacci();
  std::printf("generated");
  for (int i = 0; i < 10; i++) {
    g.h.resume();
    std::printf(" %d", g.h.promise().value);
  }
  for (int i = 0; i < 5; i++) {
    busy = true;
    gort_go(resumes, &g);
    while (busy) gort_yield();
  }
  g.h.destroy();
  std::printf("\nresumed elsewhere %d times\n", resumed.load());
}
